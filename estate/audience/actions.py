"""Choosing whom something is meant for; each works in the transaction of what the audience belongs to."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from estate.audience import records, records_groups
from estate.audience.rules import Part
from estate.community import queries as community
from estate.community.words import USAGE_NAMES
from estate.data import Tx, clock
from estate.i18n import gettext as _
from estate.refusal import Refused


class Aim(NamedTuple):
    """One target: a part of the community or a group, or homes listed under a label."""

    scope: str
    about: str = ""
    floor_from: int | None = None
    floor_to: int | None = None
    label: str = ""
    home_ids: Sequence[int] = ()


def make(tx: Tx, whom: str) -> int:
    """An audience that names no homes yet; answers its id. whom: `everybody`, `owners` or `residents`."""
    return tx.insert("audiences", whom=whom)


def set_whom(tx: Tx, audience_id: int, whom: str) -> None:
    """Say who in its homes is meant."""
    tx.update("audiences", audience_id, whom=whom)


def aim(tx: Tx, audience_id: int, at: Aim) -> dict[str, Any]:
    """Name more homes; answers what was written, for the change log. Refused for what there is not or is named already."""
    values = columns_of(tx, Part(at.scope, at.about, at.floor_from, at.floor_to)) | {"label": at.label}
    if at.scope != "homes" and records.has_target(tx, audience_id, values):
        raise Refused(_("This is named already."), "target")
    records.add_target(tx, audience_id, values, at.home_ids)
    return {name: value for name, value in values.items() if value not in (None, "")} | (
        {"homes": len(at.home_ids)} if at.scope == "homes" else {}
    )


def narrow(tx: Tx, audience_id: int) -> None:
    """Take the whole community back, where something began with it: from now on it is for the parts that are named."""
    for one in records.targets(tx, audience_id):
        if one.scope == "all":
            records.drop_target(tx, audience_id, one.id)


def unaim(tx: Tx, audience_id: int, target_id: int) -> bool:
    """Take back what names homes; False when it is not there."""
    return records.drop_target(tx, audience_id, target_id)


def fix(tx: Tx, audience_id: int) -> None:
    """What it belongs to goes out: from now on it stays, with the homes that its groups have now."""
    records.keep_homes_of_groups(tx, audience_id)
    tx.update("audiences", audience_id, fixed_at=clock.stamp())


def drop(tx: Tx, audience_id: int) -> None:
    """Throw away the audience of a draft that was thrown away."""
    tx.run("DELETE FROM audiences WHERE id = :audience_id", audience_id=audience_id)


def columns_of(tx: Tx, part: Part) -> dict[str, Any]:
    """The columns of what names homes. Refused for what there is not."""
    columns: dict[str, Any] = dict.fromkeys(("zone_id", "building_id", "entrance_id", "group_id"))
    columns |= {"scope": part.scope, "usage": "", "floor_from": part.floor_from, "floor_to": part.floor_to}
    if part.scope in ("zone", "building", "entrance", "group"):
        about = int(part.about)
        if not (
            records_groups.is_live(tx, about)
            if part.scope == "group"
            else community.has_part(tx, part.scope, about)
        ):
            raise Refused(_("Choose one from the list."), "target")
        columns[f"{part.scope}_id"] = about
    elif part.scope == "usage":
        if part.about not in USAGE_NAMES:
            raise Refused(_("Choose one from the list."), "target")
        columns["usage"] = part.about
    return columns
