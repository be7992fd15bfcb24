"""Every component in every state on one page, for those who look after the screens."""
