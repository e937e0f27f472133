alter type mood add value 'tired' before 'sad';
