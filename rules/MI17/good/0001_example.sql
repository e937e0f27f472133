drop operator if exists === (int, int);
create operator === (leftarg = int, rightarg = int, procedure = int4eq);
