create table reactions (
  comment_id bigint not null references comments,
  emoji text not null
);
