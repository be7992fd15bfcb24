"""The service window: how owners reach the office, and what the office makes public."""
