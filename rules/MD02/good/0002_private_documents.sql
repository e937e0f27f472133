drop policy if exists "Members read documents" on documents;

create policy "Members read documents" on documents for select
  using (owner_id = current_setting('app.user_id')::uuid);
