alter type plan add value if not exists 'team';
