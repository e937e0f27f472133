select latest();
