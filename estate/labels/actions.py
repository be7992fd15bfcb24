"""Labels are made, renewed, and given the address of the house; each in one transaction."""

import re
import secrets
import unicodedata
from collections.abc import Sequence

from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.labels import queries
from estate.refusal import Refused


def label(tx: Tx, subject: str, subject_id: int) -> str:
    """The code of a thing's label, made when it has none: nobody guesses it (72 bits)."""
    return labels(tx, subject, [subject_id])[subject_id]


def labels(tx: Tx, subject: str, subject_ids: Sequence[int]) -> dict[int, str]:
    """The codes of many things by their ids; what has none gets one. One entry in the change log for all new."""
    known = queries.tokens(tx, subject, subject_ids)
    new = [one for one in dict.fromkeys(subject_ids) if one not in known]
    if not new:
        return known
    made = {one: _token() for one in new}
    now = clock.stamp()
    tx.many(
        "INSERT INTO labels (token, subject, subject_id, made_at, who) VALUES (?, ?, ?, ?, ?)",
        [(token, subject, one, now, tx.by.name) for one, token in made.items()],
    )
    audit.record(tx, "labels.made", "labels", after={"label_of": subject, "labels": len(new)})
    return {**known, **made}


def renew(subject: str, subject_id: int, by: Actor) -> str:
    """A new label for a thing whose old one is lost or was copied; the old code says so from now on."""
    with write(by) as tx:
        old = queries.living(tx, subject, subject_id)
        if old:
            tx.update("labels", old.id, replaced_at=clock.stamp())
            audit.record(tx, "label.renewed", "labels", old.id, after={"label_of": subject})
        return label(tx, subject, subject_id)


def set_address(text: str, by: Actor) -> str:
    """The address that stands in all labels from now on. Refused for what is no http address; empty is the LAN's."""
    address = unicodedata.normalize("NFKC", text).strip().rstrip("/")
    if address and "://" not in address:
        address = f"http://{address}"
    if address and not re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+(/[\w./~-]*)?", address):
        raise Refused(
            _("Write an address like http://192.168.1.20:8080 or https://home.example.com."), "address"
        )
    if len(address) > 100:
        raise Refused(_("This address is too long for a code that phones read well."), "address")
    with write(by) as tx:
        before = queries.address(tx)
        if before != address:
            tx.update("label_settings", 1, address=address)
            audit.record(
                tx,
                "labels.address_set",
                "label_settings",
                1,
                before={"address": before},
                after={"address": address},
            )
    return address


def _token() -> str:
    return secrets.token_urlsafe(9)
