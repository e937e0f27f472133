create schema if not exists billing;
