alter sequence invoices_id_seq restart with 1000;
