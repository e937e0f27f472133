drop policy members on teams;
