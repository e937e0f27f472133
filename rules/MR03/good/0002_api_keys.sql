create table api_keys (
  id bigint generated always as identity primary key,
  key_hash bytea not null
);

create trigger api_keys_audit after insert or delete on api_keys
  for each row execute function record_change();
