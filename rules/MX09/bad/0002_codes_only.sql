create or replace view region_codes as
  select code from regions;
