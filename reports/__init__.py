"""Counting and writing down: figures and spreadsheets."""
