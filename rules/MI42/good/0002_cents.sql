update goods set price = price * 100, in_cents = true where not in_cents;
