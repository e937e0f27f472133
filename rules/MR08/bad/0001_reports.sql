create table reports (
  id bigint generated always as identity primary key,
  title text not null
);

grant select on reports to reports_reader;
