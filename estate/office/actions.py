"""Set the office up and change its details."""

from typing import Any

from estate.access import accounts
from estate.data import Actor, Tx, audit, clock, write
from estate.data.store import System
from estate.i18n import gettext as _
from estate.office.identity import Identity, identity
from estate.refusal import Refused


def set_up(office: Identity, login: str, name: str, password: str) -> int:
    """Make the office and its first administrator; answers the account's id.

    Refused when an account exists already: of two browsers that race, one gets the office.
    """
    with write(System("first run")) as tx:
        if accounts.any_account(tx):
            raise Refused(_("This office is set up already. Sign in."))
        _put(tx, office)
        return accounts.create(tx, login, name, password, ["administrator"], locale=office.locale)


def change(office: Identity, by: Actor) -> None:
    """Change the office's details; papers already printed keep what they said."""
    with write(by) as tx:
        before = identity(tx)
        _put(tx, office)
        changed = {key: value for key, value in office._asdict().items() if value != getattr(before, key)}
        audit.record(
            tx, "office.changed", "office", 1, before={k: getattr(before, k) for k in changed}, after=changed
        )


def _put(tx: Tx, office: Identity) -> None:
    values: dict[str, Any] = office._asdict()
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    changes = ", ".join(f"{name} = excluded.{name}" for name in values)
    tx.run(
        f"INSERT INTO office (id, set_up_at, {names}) VALUES (1, :now, {marks}) ON CONFLICT (id) DO UPDATE SET {changes}",
        **values,
        now=clock.stamp(),
    )
    _keep_offset(tx, office.time_zone)
    tx.after_commit(lambda: clock.set_zone(office.time_zone))


def keep_offset(by: Actor) -> None:
    """Bring the kept offset up to date: summer time may have begun while nothing ran."""
    with write(by) as tx:
        _keep_offset(tx, identity(tx).time_zone)


def _keep_offset(tx: Tx, time_zone: str) -> None:
    tx.run(
        "UPDATE office SET utc_offset_minutes = :minutes WHERE utc_offset_minutes <> :minutes",
        minutes=clock.offset_minutes(time_zone),
    )
