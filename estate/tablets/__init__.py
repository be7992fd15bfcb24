"""Tablets at the site: HTTPS by the office's own authority, enrolment, what they send when the network is back."""
