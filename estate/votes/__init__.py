"""Owners' votes: the law's double majority by area and by number, on the phone and on paper."""
