"""Money paid in advance: an account for each payer of a home, its entries, its use."""
