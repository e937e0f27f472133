update pages set visible = not hidden where visible is null;
