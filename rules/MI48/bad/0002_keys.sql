update users set api_key = gen_random_uuid();
