"""Calls, visits and messages by hand about a debt: with whom, what came of it, what was promised, when to follow up."""
