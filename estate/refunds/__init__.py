"""Money that goes back, and credits: asked for, approved by somebody else above a limit, booked on a number."""
