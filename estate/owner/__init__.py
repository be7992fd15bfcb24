"""What an owner or tenant sees on their own phone: what is owed and why, what was paid."""
