"""Ledgers in: read a file, recognise its tables, check every cell, and say what is clean and what a person decides."""
