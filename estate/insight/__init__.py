"""Is the money coming in, and what is to be done today."""
