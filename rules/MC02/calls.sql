insert into documents (id, title) values (1, 'a');
update documents set title = 'b';
