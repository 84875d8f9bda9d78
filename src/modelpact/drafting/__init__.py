"""Begins a spec: from answers, from settings, from what a model's own files say of it."""
