"""What the office does with its groups of homes; each is one transaction and leaves its entry in the change log."""

from collections.abc import Sequence

from estate.audience import records_groups
from estate.audience.actions import columns_of
from estate.audience.records_groups import Group
from estate.audience.rules import Part
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.refusal import Refused

SUBJECT = "home_groups"


def make(name: str, note: str, by: Actor) -> int:
    """Name a group that has no homes yet; answers its id. Refused when a group in use has that name."""
    with write(by) as tx:
        _require_free(tx, name)
        group_id = tx.insert(
            "home_groups",
            name=name,
            note=note,
            made_at=clock.stamp(),
            account_id=by.account_id,
            made_by=by.name,
        )
        audit.record(tx, "home_group.made", SUBJECT, group_id, after={"name": name, "note": note})
        return group_id


def rename(group_id: int, name: str, note: str, by: Actor) -> None:
    """Give it another name or note. Refused when another group in use has that name."""
    with write(by) as tx:
        found = _require(tx, group_id)
        _require_free(tx, name, but=group_id)
        tx.update("home_groups", group_id, name=name, note=note)
        before, after = {"name": found.name, "note": found.note}, {"name": name, "note": note}
        audit.record(tx, "home_group.changed", SUBJECT, group_id, before=before, after=after)


def add_homes(group_id: int, home_ids: Sequence[int], by: Actor) -> int:
    """Put homes into it; answers how many are new in it."""
    with write(by) as tx:
        _require(tx, group_id)
        return _noted(tx, group_id, records_groups.add_homes(tx, group_id, home_ids))


def add_part(group_id: int, part: Part, by: Actor) -> int:
    """Put every home that a part of the community has now into it; answers how many are new in it."""
    with write(by) as tx:
        _require(tx, group_id)
        return _noted(
            tx, group_id, records_groups.add_part(tx, group_id, columns_of(tx, part) | {"group_id": None})
        )


def take_out(group_id: int, home_id: int, by: Actor) -> None:
    """Take a home out of it."""
    with write(by) as tx:
        _require(tx, group_id)
        if records_groups.drop_home(tx, group_id, home_id):
            audit.record(tx, "home_group.smaller", SUBJECT, group_id, before={"home_id": home_id})


def retire(group_id: int, by: Actor) -> None:
    """Nobody chooses it any more, and drafts reach nobody by it; what went out keeps its homes."""
    with write(by) as tx:
        _require(tx, group_id)
        tx.update("home_groups", group_id, retired_at=clock.stamp())
        audit.record(tx, "home_group.retired", SUBJECT, group_id)


def restore(group_id: int, by: Actor) -> None:
    """Use it again. Refused when another group has its name now."""
    with write(by) as tx:
        found = records_groups.group(tx, group_id)
        if found is None or not found.retired_at:
            return
        _require_free(tx, found.name)
        tx.update("home_groups", group_id, retired_at=None)
        audit.record(tx, "home_group.restored", SUBJECT, group_id)


def _noted(tx: Tx, group_id: int, new: int) -> int:
    if new:
        audit.record(tx, "home_group.larger", SUBJECT, group_id, after={"homes": new})
    return new


def _require(tx: Tx, group_id: int) -> Group:
    found = records_groups.group(tx, group_id)
    if found is None or found.retired_at:
        raise Refused(_("This group is retired. Use it again first."), "")
    return found


def _require_free(tx: Tx, name: str, but: int | None = None) -> None:
    if records_groups.named(tx, name) not in (None, but):
        raise Refused(_("There is a group of this name already."), "name")
