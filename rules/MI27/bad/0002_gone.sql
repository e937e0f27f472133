drop schema billing;
