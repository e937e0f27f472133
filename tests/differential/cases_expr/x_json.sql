--- case: constructors and their types
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
create view v as select json_object('a': 1) a, json_object('a': 1 returning jsonb) b, json_array(1, 2) c, json_array(select id from t) d, json_array(1 returning text) e, json_objectagg(s: id) f, json_arrayagg(id returning jsonb) g from t;
create view w as select json(s) a, json_scalar(id) b, json_serialize(j) c, json_serialize(j returning bytea) d, s is json e, json_value(j, '$') f, json_query(j, '$') g, json_exists(j, '$') h from t;
create view x as select json_value(j, '$' returning numeric(5, 2)) a, json_query(j, '$' returning json) b, json_value(j, '$' returning date) c, json_query(j, '$' returning text) d from t;
--- case: keys and values
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select json_object(s: id) from t;
select json_object(nosuch: id) from t;
select json_object('a': nosuch) from t;
select json_object('a': id, 'b': (select 1)) from t;
select json_object('a': 1 with unique keys);
select json_object('a' value 1, 'b' value null absent on null);
select json_object();
select json_array();
--- case: returning
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select json_object('a': 1 returning nosuch);
select json_object('a': 1 returning bytea);
select json_object('a': 1 returning bytea format json);
select json_object('a': 1 returning bytea format json encoding utf8);
select json_object('a': 1 returning record);
select json_array(1 returning date);
--- case: format
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select json_object('a': s format json) from t;
select json_object('a': by format json encoding utf8) from t;
select json_object('a': id format json) from t;
select json_object('a': j format json) from t;
select json_array(s format json encoding utf8) from t;
select json_array(by format json) from t;
--- case: aggregates
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select json_objectagg(s: id), json_arrayagg(id order by s) from t;
select json_arrayagg(id), s from t;
select json_arrayagg(id), s from t group by s;
select * from t where json_arrayagg(id) is null;
select json_arrayagg(json_arrayagg(id)) from t;
select json_arrayagg(id) filter (where s > 'a') from t;
select json_arrayagg(id) over (partition by s) from t;
select json_arrayagg(nosuch) from t;
select json_arrayagg(id order by nosuch) from t;
--- case: json from text
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select json(s), json(j), json(js), json(by) from t;
select json(id) from t;
select json(s with unique keys) from t;
select json(id with unique keys) from t;
select json(by format json encoding utf8) from t;
select json(s format json encoding utf8) from t;
select json(nosuch) from t;
--- case: serialize
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select json_serialize(j), json_serialize(js), json_serialize(s) from t;
select json_serialize(id) from t;
select json_serialize(j returning int) from t;
select json_serialize(j returning varchar(10)), json_serialize(j returning bytea) from t;
select json_serialize(j returning jsonb) from t;
select json_scalar(id), json_scalar(s), json_scalar(null), json_scalar(j) from t;
--- case: is json
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select s is json, j is json object, js is json array, by is json scalar from t;
select id is json from t;
select now() is json;
select null is json;
select '{}' is json;
select array[1] is json;
select s is json with unique keys, s is not json value from t;
select t is json from t;
--- case: json_value
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select json_value(j, '$.a' passing id as x) from t;
select json_value(s, '$.a') from t;
select json_value(id, '$.a') from t;
select json_value(nosuch, '$.a') from t;
select json_value(j, s) from t;
select json_value(j, id) from t;
select json_value(j, null) from t;
select json_value(j, '$.a' passing nosuch as x) from t;
--- case: json_value 2
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select json_value(j, '$' returning int default '5' on empty) from t;
select json_value(j, '$' returning int default 'x' on empty) from t;
select json_value(j, '$' default s on empty) from t;
select json_value(j, '$' default lower('X') on empty) from t;
select json_value(j, '$' default count(*) on empty) from t;
select json_value(j, '$' returning date default now() on error) from t;
select json_value(j, '$' returning point default 5 on error) from t;
--- case: behaviors
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select json_value(j, '$' true on error) from t;
select json_value(j, '$' empty object on empty) from t;
select json_exists(j, '$' default true on error) from t;
select json_exists(j, '$' true on error), json_exists(j, '$' unknown on error) from t;
select json_query(j, '$' unknown on error) from t;
select json_query(j, '$' empty on error), json_query(j, '$' empty object on empty) from t;
select json_query(j, '$' default '{}' on empty) from t;
--- case: wrapper and quotes
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select json_query(j, '$' with wrapper) from t;
select json_query(j, '$' with wrapper keep quotes) from t;
select json_query(j, '$' with conditional wrapper omit quotes) from t;
select json_query(j, '$' without wrapper omit quotes) from t;
select json_value(j, '$' returning jsonb format json) from t;
select json_query(j, '$' returning text format json) from t;
select json_query(j, '$' returning int format json) from t;
--- case: json_table columns
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
create view v as select * from json_table('[]', '$[*]' columns (n for ordinality, a int, b text path '$.x', c jsonb, d date exists, e numeric(4, 1) path '$.e', nested path '$.k[*]' columns (f varchar(3), m for ordinality))) q;
select q.a from json_table('[]', '$' columns (b int)) q;
select * from json_table('[]', '$' columns (a nosuch)) q;
select * from json_table('[]', '$' columns (a int, nested path '$.x' columns (a int))) q;
select * from json_table('[]', '$' as a columns (a int)) q;
--- case: json_table columns 2
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select * from json_table('[]', '$' columns (a int)) as q (x, y);
select * from json_table('[]', '$' columns (a int)) as q (x) where a = 1;
select * from t, json_table(t.j, '$' columns (a int)) q where q.a = t.id;
select * from json_table(t.j, '$' columns (a int)) q, t;
select * from json_table('[]', '$' passing 1 as x columns (a int path '$.a'));
select * from json_table('[]', '$' columns (a int path '$' default 'x' on error)) q;
select * from json_table('[]', '$' columns (a int[] path '$' default 5 on error)) q;
--- case: json_table behaviors
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select * from json_table('[]', '$' columns (a int) default 1 on error) q;
select * from json_table('[]', '$' columns (a int) empty on error) q;
select * from json_table('[]', '$' columns (a int path '$' with wrapper)) q;
select * from json_table('[]', '$' columns (a text path '$' omit quotes)) q;
select * from json_table('[]', '$' columns (a text path '$' with wrapper omit quotes)) q;
select * from json_table('[]', '$' columns (a int exists empty on error)) q;
--- case: xml
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select xmlelement(name a, xmlattributes(s), id) from t;
select xmlelement(name a, xmlattributes(id + 1)) from t;
select xmlelement(name a, xmlattributes(s, s)) from t;
select xmlforest(id, s as x, id + 1) from t;
select xmlconcat(x, s) from t;
select xmlconcat(x, '<a/>') from t;
select xmlpi(name a, id) from t;
select xmlroot(s, version '1.0') from t;
--- case: xml 2
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
select xmlparse(document s), xmlparse(content 'a') from t;
select xmlparse(document id) from t;
select xmlserialize(content x as text), xmlserialize(document x as varchar(5)) from t;
select xmlserialize(content s as text) from t;
select xmlserialize(content x as date) from t;
select x is document, s is not document from t;
select xmlagg(x order by id) from t;
select xmlexists('/a' passing by value x) from t;
--- case: xmltable
create table t (id int, j jsonb, js json, s text, x xml, by bytea);
create view v as select q.* from t, xmltable('/a' passing x columns n for ordinality, a int path '@a' not null, b text default 'x', c xml path 'c') q;
select * from xmltable('/a' passing s columns a int) q, t;
select * from t, xmltable('/a' passing s columns a int) q;
select * from t, xmltable(id passing x columns a int) q;
select * from t, xmltable('/a' passing x columns a int default 'x') q;
select * from t, xmltable('/a' passing x columns a nosuch) q;
select * from t, xmltable('/a' passing x columns a int) q (p, r);
select * from t, xmltable(xmlnamespaces('u' as a, 'v' as a), '/a' passing x columns a int) q;
