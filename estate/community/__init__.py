"""Zones, buildings, entrances, homes and parking spaces: what there is, where, and in which state."""
