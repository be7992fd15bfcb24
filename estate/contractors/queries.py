"""Outside firms and their links."""

from typing import NamedTuple

from estate.data import Reader


class Contractor(NamedTuple):
    """A firm. papers_until: the day until which its licence and insurance hold; None where nobody wrote it."""

    id: int
    name: str
    trade: str
    phone: str
    papers_until: str | None
    note: str
    retired_at: str | None


class Link(NamedTuple):
    """A firm's way to one order. contact: whether it shows whom to call."""

    id: int
    order_id: int
    contractor_id: int
    contractor: str
    contact: int
    made_at: str
    who: str
    expires_at: str
    revoked_at: str | None


_FIRM = "SELECT id, name, trade, phone, papers_until, note, retired_at FROM contractors "
_LINK = """
    SELECT l.id, l.order_id, l.contractor_id, c.name AS contractor, l.contact, l.made_at, l.who, l.expires_at,
           l.revoked_at
      FROM work_links AS l JOIN contractors AS c ON c.id = l.contractor_id
"""


def contractor(db: Reader, contractor_id: int) -> Contractor | None:
    """One firm, a retired one too."""
    return db.row(Contractor, _FIRM + "WHERE id = :id", id=contractor_id)


def contractors(db: Reader, *, retired: bool = False) -> list[Contractor]:
    """The firms that work for the office, or those that do no more, by name."""
    where = "WHERE retired_at IS NOT NULL " if retired else "WHERE retired_at IS NULL "
    return db.rows(Contractor, _FIRM + where + "ORDER BY name")


def living_link(db: Reader, order_id: int) -> Link | None:
    """The link of an order that was not revoked; it may have expired."""
    return db.row(Link, _LINK + "WHERE l.order_id = :order_id AND l.revoked_at IS NULL", order_id=order_id)


def of_hash(db: Reader, token_hash: bytes) -> Link | None:
    """The link of a token, whatever became of it."""
    return db.row(Link, _LINK + "WHERE l.token_hash = :token_hash", token_hash=token_hash)
