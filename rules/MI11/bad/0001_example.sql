create sequence invoice_number start 1000;
