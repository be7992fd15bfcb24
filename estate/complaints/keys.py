"""Keys of the forms of complaints: sent twice, a step is taken once."""

import secrets


def fresh_key() -> str:
    """A key for the forms of a page."""
    return secrets.token_urlsafe(16)
