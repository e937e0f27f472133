-- operators
? 1 + 2 * 3
? 7 / 2
? -7 / 2
? -7 % 3
? 1.5 + 1
? 10.0 * 2.50
? 2 ^ 10
? 5 > '3'
? 'abc' < 'abd'
? 'a' = 'A'
? 'x' || 1
? 1 || 'x'
? 'x' || true
? 'x' || null
? null || 'x'
? 1 / 0
? 1.5 % 0
? null = null
? null is null
? null is distinct from 1
? 1 is not distinct from 1
? not null
? null and false
? null or true
? true is true
? null is unknown
? null is not true
? 1 between 0 and 2
? 3 not between 0 and 2
? 2 between symmetric 3 and 1
? 2 in (1, 2, 3)
? 4 in (1, null)
? 4 not in (1, 2)
? 'b' = any (array['a', 'b'])
? 'c' = any ('{a,b}')
? 3 > all (array[1, 2])
? 1 = all ('{}'::int[])
? 1 <> any (array[1, null])
? array[1, 2] @> array[1]
? array[1, 2] <@ array[1]
? array['a'] && array['a', 'b']
? array[1, 2] || 3
? 0 || array[1, 2]
? array[1] || array[2, 3]
? array[1, 2] = array[1, 2]
? array[1, null] = array[1, null]
? (array['a', 'b', 'c'])[2]
? (array['a', 'b', 'c'])[2:3]
? (array['a'])[5]
? row(1, 'a') = row(1, 'a')
? row(1, null) is null
? row(null, null) is null
? (1, 2) = (1, 3)
? 'abc' like 'a%'
? 'abc' like '_b_'
? 'a_c' like 'a\_c'
? 'abc' not like '%d%'
? 'ABC' ilike 'a%'
? 'abc' like 'a!%' escape '!'
? 'abc' ~ '^a'
? 'abc' ~ 'B'
? 'abc' ~* 'B'
? 'abc' !~ 'x'
? 'foo_bar' ~ '^foo_[a-z]+$'
? 'a1' similar to '[a-z][0-9]'
? 'abc' similar to '(a|b)%'
? 'abc' ^@ 'ab'
? 1 = 1.0
? '1' = 1
? 'x' = 1
? case when 1 = 1 then 'a' else 'b' end
? case 2 when 1 then 'a' when 2 then 'b' end
? case when null then 1 end
? coalesce(null, null, 'c')
? coalesce(null)
? nullif('a', 'a')
? nullif('a', 'b')
? greatest(1, 3, 2)
? least('b', 'a', null)
? greatest(null, null)
? not (1 = 1)
? 1 <> 2 and 'a' is not null
? - (3)
? @ -5
? 5 & 3
? 5 | 8
? true > false
? 9223372036854775807
? 2147483647 + 1
? 0.1 + 0.2
? 1e3
? 3 = '3'
? '{"a": 1}'::jsonb -> 'a'
? '{"a": "x"}'::jsonb ->> 'a'
? '{"a": {"b": 2}}'::json -> 'a' ->> 'b'
? '[1, 2, 3]'::jsonb ->> 1
? '{"a": 1}'::jsonb ? 'a'
? '{"a": 1, "b": 2}'::jsonb @> '{"b": 2}'
? '{"b": 1, "a": [1, "x", null, true]}'::jsonb
-- casts
? '12'::int
? ' 12 '::int
? '1x'::int
? ''::int
? '99999999999'::int
? 1.5::int
? 2.5::int
? (-1.5)::int
? 2.5::float8::int
? '1.50'::numeric
? 1.555::numeric(10,2)
? 123456::numeric(5,2)
? 'abc'::varchar(2)
? 'true'::bool
? 'yes'::boolean
? 'maybe'::boolean
? 1::bool
? true::int
? true::text
? 12::text
? 1.50::text
? array[1, 2]::text
? array['a b', 'c"d', '', null, 'null']::text
? '{1,2}'::int[]
? '{1,x}'::int[]
? '{"a b",c}'::text[]
? array[1, 2]::text[]
? row(1, 'a b', null)::text
? '{"a": 1}'::json
? '{a}'::json
? '{"b":1,  "a":2}'::jsonb
? 'a'::"char"
? 'pg_class'::regclass::oid = 'pg_class'::regclass
? 'pg_class'::regclass::oid::int
? 'int4'::regtype::oid
? 1259::regclass
? 25::regtype
? '-'::regclass
? '0'::oid
? 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'
? 'x'::uuid
? '2024-01-02'::date
? '2024-13-02'::date
? date '2024-01-02' < date '2024-01-03'
? '2024-01-02 03:04:05'::timestamp
? '1 day'::interval
? 'nope'::inet
? 'select'::name
? cast('5' as bigint) + 1
? int '7'
? '5'::text::int
? 'varchar'::regtype
? 'character varying'::regtype::text
? 'timestamptz'::regtype
? 'pg_catalog.int4[]'::regtype
? 'lower'::regproc
? 'now'::regproc
? 'now()'::regprocedure
? 'pg_catalog'::regnamespace
? 'nope'::regnamespace
? 'nope'::regrole
? 'NaN'::float8
? 'infinity'::float8
? 1e20::float8
? 0.1::float8
? 100::float8
? 1.0::float8 / 3
-- functions
? lower('ABC')
? upper('abc')
? initcap('hello big WORLD')
? length('abc')
? char_length('äöü')
? octet_length('äöü')
? trim('  a ')
? trim(both 'x' from 'xxaxx')
? ltrim('xya', 'xy')
? rtrim('axy', 'xy')
? btrim('--a--', '-')
? substring('abcdef' from 2 for 3)
? substring('abcdef', 3)
? substring('abcdef' from '[c-d]+')
? substring('foo_123' from '_([0-9]+)')
? substr('abc', 0, 2)
? substring('abc', 1, -1)
? left('abc', 2)
? left('abc', -1)
? right('abc', 2)
? right('abc', -1)
? replace('aXbX', 'X', '-')
? position('b' in 'abc')
? strpos('abc', 'z')
? split_part('a.b.c', '.', 2)
? split_part('a.b.c', '.', -1)
? split_part('a.b.c', '.', 9)
? split_part('a', '.', 0)
? translate('abc', 'ab', 'x')
? lpad('7', 3, '0')
? rpad('ab', 4)
? lpad('abcdef', 3)
? repeat('ab', 3)
? reverse('abc')
? starts_with('abc', 'ab')
? regexp_replace('a-b-c', '-', '_', 'g')
? regexp_replace('abc123', '[0-9]+', '')
? regexp_replace('John Smith', '(\w+) (\w+)', '\2 \1')
? regexp_match('abc123', '([a-z]+)([0-9]+)')
? regexp_match('abc', 'x')
? regexp_split_to_array('a, b', ', ')
? string_to_array('a,b,c', ',')
? string_to_array('', ',')
? string_to_array('a,,c', ',', '')
? array_to_string(array['a', null, 'c'], ',')
? array_to_string(array['a', null, 'c'], ',', '*')
? array_length(array[1, 2, 3], 1)
? array_length('{}'::int[], 1)
? cardinality(array[1, 2])
? array_upper(array[1, 2], 1)
? array_append(array[1], 2)
? array_prepend(0, array[1])
? array_cat(array[1], array[2])
? array_remove(array[1, 2, 1], 1)
? array_replace(array[1, 2], 2, 3)
? array_position(array['a', 'b'], 'b')
? array_position(array['a', 'b'], 'z')
? format('%s is %s', 'a', 1)
? format('%I.%I', 'public', 'My Table')
? format('%L', 'it''s')
? format('%L', null)
? format('%s', null)
? format('%I', null)
? format('%2$s %1$s', 'a', 'b')
? format('%-5s|%5s|', 'a', 'b')
? format('%%')
? format('%s')
? format('%x', 1)
? format('%s', true)
? format('%s', array[1, 2])
? format('%s', 'pg_class'::regclass)
? format('%s %s', variadic array['a', 'b'])
? format('alter table %I add constraint %I check (%s)', 'Tab', 'chk', 'a > 0')
? quote_ident('abc')
? quote_ident('Abc')
? quote_ident('select')
? quote_ident('a"b')
? quote_literal('it''s')
? quote_literal('a\b')
? quote_literal(42)
? quote_nullable(null)
? concat('a', null, 1, true)
? concat_ws(', ', 'a', null, 'b')
? md5('a')
? ascii('a')
? chr(65)
? to_hex(255)
? abs(-3)
? round(2.5)
? round(1.2345, 2)
? floor(1.5)
? ceil(1.2)
? mod(7, 3)
? sign(-2)
? now() is null
? now() > '2000-01-01'
? random() < 2
? gen_random_uuid() is not null
? current_user is not null
? current_database() is null
? current_schema
? current_schema()
? current_schemas(false)
? current_setting('server_version_num')::int >= 100000
? current_setting('nope.nope', true)
? current_setting('nope')
? version() like 'PostgreSQL%'
? pg_typeof(1)
? exists (select 1)
? exists (select 1 where false)
? (select 1)
? (select 1 where false)
? (select a from (values (1), (2)) v(a) where a > 1)
? (select a from (values (1), (2)) v(a))
? array(select a from (values (1), (2)) v(a) order by a desc)
? 2 in (select a from (values (1), (2)) v(a))
? 3 not in (select a from (values (1), (2)) v(a))
? 3 = any (select a from (values (1), (null)) v(a))
? (select count(*) from (values (1), (2)) v(a))
? (1, 'x') in (select a, b from (values (1, 'x')) v(a, b))
? to_jsonb('a'::text)
? jsonb_build_object('a', 1)
? array_agg(1)
? extract(year from date '2024-05-01')
? encode('abc', 'hex')
? json_array_length('[1,2]')
? jsonb_array_length('[1,2]')
? jsonb_typeof('{}')
? numeric '1' / 3
? string_agg('a', ',')
? unnest(array[1])
-- settings
set search_path = public, pg_temp;
set client_min_messages = 'warning';
set my.setting = 'x';
create schema other;
create table other.t (id int);
? current_setting('search_path')
? current_setting('my.setting')
? current_setting('client_min_messages')
? current_schemas(false)
? current_schemas(true)
? 'other.t'::regclass
? to_regclass('t') is null
? (select setting from pg_settings where name = 'client_min_messages')
-- what is known of counts
create table t (id int primary key);
? (select count(*) from t) >= 0
? (select count(*) from t) < 0
? (select count(*) from t) > 0
? current_setting('server_version_num')::int < 90000
? (select count(*) from pg_class where relname = 't') = 1
