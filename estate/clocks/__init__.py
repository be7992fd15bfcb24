"""Clocks of promises to owners as pages show them: those of work orders and of complaints read alike."""
