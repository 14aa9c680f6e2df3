"""The tests: folders mirror the program's, and support/ holds what they share."""
