create type job_status as enum ('queued', 'done');

create table jobs (
  id bigint generated always as identity primary key,
  queue text not null,
  status job_status not null default 'queued'
);
