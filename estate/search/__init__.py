"""One box that finds homes, people, vehicles and receipts as one types."""
