"""Deposits: money that stays the payer's until it is returned, less what is deducted with papers."""
