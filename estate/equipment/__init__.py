"""Equipment: what there is, where it stands, what it is part of, and in which state."""
