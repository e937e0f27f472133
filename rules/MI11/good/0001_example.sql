create sequence if not exists invoice_number start 1000;
