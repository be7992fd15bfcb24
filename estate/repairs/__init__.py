"""Repairs: work orders from the report to the signed-off work, each step a fact with who, when and where."""
