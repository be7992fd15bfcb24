"""Instalment plans: what a payer and the office agree, signed, matched with what is paid, kept or broken."""
