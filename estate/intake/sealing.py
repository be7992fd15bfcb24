"""Facts about ID numbers and health do not lie readable in the records, not even while they are doubtful."""

from typing import Any

import msgspec

from estate.data import secrets

SECRET_FIELDS = {"id_no", "tenant_id", "special"}


def is_secret(field: str | None, kind: str) -> bool:
    """Whether what stands in such a cell must not lie readable in the file."""
    return field in SECRET_FIELDS or kind == "note_sensitive"


def sealed(facts: dict[str, Any], field: str | None, kind: str) -> tuple[str | None, bytes | None]:
    """The facts of a finding as they are stored: (readable, sealed), one of them empty."""
    text = msgspec.json.encode(facts).decode()
    return (None, secrets.seal(text)) if is_secret(field, kind) else (text, None)


def read_facts(plain: str | None, sealed: bytes | None) -> dict[str, Any]:
    """The facts of a finding, as `sealed` stored them."""
    return msgspec.json.decode(plain if plain is not None else secrets.unseal(sealed or b""))
