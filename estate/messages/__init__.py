"""What the office tells somebody: one record for each message, its ways to the recipient, and whether it was seen."""
