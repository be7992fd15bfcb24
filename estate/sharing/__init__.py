"""Shared costs: a sum of the whole community is spread over the homes that bear it, to the fen."""
