"""Measures how fast and how well the program works; each module measures one thing."""
