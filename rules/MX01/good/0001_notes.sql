create table notes (
  id bigint generated always as identity primary key,
  author text not null default current_user,
  body text not null
);

alter table notes enable row level security;

drop policy if exists notes_own on notes;

create policy notes_own on notes
  using (author = current_user);
