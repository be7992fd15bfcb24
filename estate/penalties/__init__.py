"""Penalties for paying late (违约金): terms, what has run up as of a date, posting and waiving."""
