"""Patrol: points with what is checked there, routes, schedules, the rounds planned from them, and what was found."""
