select setval('invoices_id_seq', greatest((select max(id) from invoices), 1000));
