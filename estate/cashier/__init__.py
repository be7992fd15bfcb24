"""The counter: payments, their allocation to charges, receipts."""
