drop function slug(text);

create function slugify(title text, separator text) returns text language sql immutable
  return lower(replace(title, ' ', separator));

create or replace function article_path(title text) returns text language plpgsql as $$
begin
  return '/articles/' || slugify(title, '-');
end
$$;
