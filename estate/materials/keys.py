"""The key of a form: sent twice, what it asks for is done once."""

import secrets


def fresh_key() -> str:
    return secrets.token_urlsafe(16)
