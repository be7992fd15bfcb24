"""Whom something is meant for: homes and people, chosen by parts of the community, groups or single homes; one piece for all."""
