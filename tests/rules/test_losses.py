"""Silent losses that show only after the last file: of what is told, and of what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from migslint.engine import Request, check

T = "create table t (a int, b int, c text); create index i on t (a); create policy p on t for select using (a > 0);"
F = "create function f(a int) returns int language sql as 'select 1';"

#: files, and what is told of them
CASES = [
    # a second overload
    ((F, "create or replace function f(a text) returns int language sql as 'select 1';"), ["MS03"]),
    ((F, "create or replace function f(a int, b int default 1) returns int language sql as 'select 1';"), ["MS03"]),
    ((F, "create or replace function f(a int) returns int language sql as 'select 2';"), []),
    ((F, "create or replace function f(x text) returns int language sql as 'select 1';"), []),
    ((F, "create function f(a text) returns int language sql as 'select 1';"), []),
    ((F + F.replace("a int", "a text").replace("create", "create or replace"),), []),
    ((F, "create or replace function f(a text) returns int language sql as 'select 1'; drop function f(int);"), []),
    ((F, "create or replace function f(a text) returns int language sql as 'select 1';", "drop function f(int);"), []),
    ((F, "drop function f(int); create or replace function f(a text) returns int language sql as 'select 1';"), []),
    # nothing dropped
    (("create table orders (a int);", "drop table if exists order_s;"), ["MS04"]),
    (("create table orders (a int);", "drop table if exists invoices;"), []),
    (("create table orders (a int);", "drop table if exists order_s; drop table orders;"), []),
    (("create table orders1 (a int);", "drop table if exists orders2;"), []),
    (
        (
            "create table order_s (a int); drop table order_s; create table orders (a int);",
            "drop table if exists order_s;",
        ),
        [],
    ),
    (("create table orders (a int);", "drop table if exists order_s; create table order_s (a int);"), []),
    (("drop table if exists order_s;", "create table orders (a int);"), []),
    ((T.replace("policy p", 'policy "Read All"'), 'drop policy if exists "Read all" on t;'), ["MS04"]),
    ((T.replace("index i", "index t_a_idx"), "drop index if exists ta_idx;"), ["MS04"]),
    # a policy under two names
    ((T, "create policy q on t for select using (a > 0);"), ["MS05"]),
    ((T, "create policy q on t for select using ((a > 0));"), ["MS05"]),
    ((T, "create policy q on t for select using (a > 1);"), []),
    ((T, "create policy q on t for update using (a > 0);"), []),
    ((T, "create policy q on t as restrictive for select using (a > 0);"), []),
    ((T, "create policy q on t for select to postgres using (a > 0);"), []),
    ((T, "create policy q on t for select using (a > 0); drop policy p on t;"), []),
    ((T, "create policy q on t for select using (a > 0);", "drop policy q on t;"), []),
    # an index or a constraint under two names
    ((T, "create index j on t (a);"), ["MS06"]),
    ((T, "create index on t (a);"), ["MS06"]),
    ((T, "create unique index j on t (a);"), []),
    ((T, "create index j on t (a, b);"), []),
    ((T, "create index j on t (a) where b > 0;"), []),
    ((T, "create index j on t (a desc);"), []),
    ((T, "create index j on t using hash (a);"), []),
    ((T, "create index j on t (a); drop index i;"), []),
    ((T, "create index j on t (lower(c)); create index k on t (lower(c));"), ["MS06"]),
    ((T, "alter table t add unique (b); alter table t add unique (b);"), ["MS06"]),
    ((T, "alter table t add check (a > 0); alter table t add check (a > 0);"), ["MS06"]),
    ((T, "alter table t add check (a > 0); alter table t add check (a > 1);"), []),
    (
        (
            "create table o (id int primary key); create table r (o int references o);",
            "alter table r add foreign key (o) references o;",
        ),
        ["MS06"],
    ),
    (
        (
            "create table o (id int primary key); create table r (o int references o);",
            "alter table r add foreign key (o) references o on delete cascade;",
        ),
        [],
    ),
]


@pytest.mark.parametrize(("files", "codes"), CASES, ids=[" / ".join(case[0])[-90:] for case in CASES])
def test_what_is_told(tmp_path: Path, files: tuple[str, ...], codes: list[str]) -> None:
    for number, text in enumerate(files, 1):
        (tmp_path / f"{number}_a.sql").write_text(text)
    report = check(Request(path=str(tmp_path)))
    assert report.refused == report.unknown == 0
    assert [d.code for d in report.diagnostics] == codes
    assert all(d.severity == "warning" and d.related for d in report.diagnostics)
