drop function slug(text);

create function slugify(title text, separator text) returns text language sql immutable
  return lower(replace(title, ' ', separator));
