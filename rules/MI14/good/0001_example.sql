drop role if exists migslint_reporting;
create role migslint_reporting;
