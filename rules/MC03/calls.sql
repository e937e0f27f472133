select article_path('A b');
