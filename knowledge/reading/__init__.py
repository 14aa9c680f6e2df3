"""What an official paper launches: its movements, phases, targets, deadlines, read as written."""
