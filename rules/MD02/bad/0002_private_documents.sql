create policy "Members read documents" on documents for select
  using (owner_id = current_setting('app.user_id')::uuid);
