create table reports (
  id bigint generated always as identity primary key,
  title text not null
);

create role reports_reader nologin;

grant select on reports to reports_reader;
