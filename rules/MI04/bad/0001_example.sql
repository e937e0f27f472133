create type mood as enum ('sad', 'ok', 'happy');
create domain email as text check (value like '%@%');
