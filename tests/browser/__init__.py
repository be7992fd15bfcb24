"""Journeys of real people in a real Chromium."""
