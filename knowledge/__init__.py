"""What the union's documents say, and how people spell it."""
