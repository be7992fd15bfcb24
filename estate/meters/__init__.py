"""Meters and their readings: what runs on, what was used, what a person has to decide."""
