alter type mood add value if not exists 'tired' before 'sad';
