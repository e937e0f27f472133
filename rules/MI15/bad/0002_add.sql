alter publication changes add table teams;
