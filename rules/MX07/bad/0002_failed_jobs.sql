begin;

alter type job_status add value 'failed';

create index concurrently jobs_queue_idx on jobs (queue);

update jobs set status = 'failed' where queue = 'legacy';

commit;
