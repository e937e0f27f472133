create table sessions (
  id bigint generated always as identity primary key,
  user_id bigint not null references users (id)
);

create view own_account as
  select * from users where id = current_setting('app.user_id');
