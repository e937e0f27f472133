update users set api_key = gen_random_uuid() where api_key is null;
