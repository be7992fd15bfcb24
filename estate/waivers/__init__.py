"""What is waived of a charge: by request and decision, by standing discounts in the bill run, at the counter."""
