drop policy if exists members on teams;
