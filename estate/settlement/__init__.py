"""What a home's handover settles between who leaves and who comes: readings, bills, money, parking, one protocol."""
