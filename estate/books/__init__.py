"""The books: what is owed as sums of rows that never change, the proof of it, and what the accountant's package takes."""
