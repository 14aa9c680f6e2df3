"""What to talk about: one module per journey; knows no channel."""
