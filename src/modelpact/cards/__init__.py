"""What a model's own files say of it: its card, its configuration, its weights. Nothing is fetched."""
