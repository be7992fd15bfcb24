"""Billing: fee items, tariffs, bill runs and charges."""
