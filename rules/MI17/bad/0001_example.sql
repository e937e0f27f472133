create operator === (leftarg = int, rightarg = int, procedure = int4eq);
