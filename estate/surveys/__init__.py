"""Surveys: questionnaires, who is asked, what they answered, and what comes of it."""
