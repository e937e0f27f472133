create function slug(title text) returns text language sql immutable
  return lower(replace(title, ' ', '-'));

create function article_path(title text) returns text language plpgsql as $$
begin
  return '/articles/' || slug(title);
end
$$;
