begin;

update jobs set status = 'failed' where queue = 'legacy';

commit;
