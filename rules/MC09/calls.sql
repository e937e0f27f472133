select remember('a', 'b');
