"""The ways out of the house: e-mail, SMS and Web Push, how each is set up, and what its provider answers."""
