create table if not exists goods (id int primary key, price int not null, in_cents boolean not null default false);
