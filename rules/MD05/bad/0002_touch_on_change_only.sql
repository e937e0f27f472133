create trigger projects_touch before update on projects
  for each row when (old.* is distinct from new.*)
  execute function touch_updated_at();
