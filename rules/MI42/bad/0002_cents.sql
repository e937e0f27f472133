update goods set price = price * 100;
