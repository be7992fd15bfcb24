"""What is overdue: by age, building, fee, payer and reason; as of any day; and what the law forbids in chasing it."""
