create role migslint_reporting;
