update pages set hidden = not hidden;
update pages set width = height, height = width;
