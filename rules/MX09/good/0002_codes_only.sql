drop view region_codes;

create view region_codes as
  select code from regions;
