"""Complaints and suggestions: taken in, answered in time, told apart, closed with a cause, kept for ever."""
