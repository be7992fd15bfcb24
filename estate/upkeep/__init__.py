"""Upkeep: plans that make their own work orders, check lists, service records, figures and the replacement budget."""
