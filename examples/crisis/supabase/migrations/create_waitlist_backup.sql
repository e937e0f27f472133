-- Saved from the SQL editor. The Supabase CLI passes this file over: its name has no version.

create table public.waitlist_backup as select * from public.waitlist;
