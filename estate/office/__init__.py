"""The office itself: first run, its name and letterhead, users and roles, the practice community."""
