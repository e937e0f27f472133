alter table users drop constraint users_email_unique;

alter table users add column tenant_id bigint not null default 1;

alter table users add constraint users_tenant_email_key unique (tenant_id, email);
