"""Announcements: what the office tells all, a building, a floor or a group; who has read it, what was corrected."""
