"""Check lists: a change makes a new version; what was asked before stays readable with its answers."""

from collections.abc import Sequence

import msgspec

from estate.data import Tx, audit, clock
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.upkeep import queries
from estate.upkeep.rules_records import Item

MOST_ITEMS = 40


def keep(tx: Tx, name: str, items: Sequence[Item], list_id: int | None = None) -> int:
    """A new check list, or a new version of one; answers the list's id. The same again makes no version.

    Refused: no name, a name that another list has, nothing asked or something twice, limits that contradict.
    """
    name = name.strip()
    _checked(tx, name, items, list_id)
    before = queries.check_list(tx, list_id) if list_id else None
    encoded = msgspec.json.encode(list(items)).decode()
    if list_id is None or before is None:
        list_id, version = tx.insert("upkeep_lists", name=name), 1
    else:
        tx.update("upkeep_lists", list_id, name=name)
        version = before.version + 1
        if before.items == encoded:
            return list_id
    tx.insert(
        "upkeep_list_versions",
        list_id=list_id,
        version=version,
        items=encoded,
        at=clock.stamp(),
        who=tx.by.name,
    )
    audit.record(
        tx,
        "upkeep.list_kept",
        "upkeep_lists",
        list_id,
        after={"name": name, "version": version, "questions": len(items)},
    )
    return list_id


def _checked(tx: Tx, name: str, items: Sequence[Item], list_id: int | None) -> None:
    if not name:
        raise Refused(_("Give it a name."), "name")
    if queries.list_of_name(tx, name) not in (None, list_id):
        raise Refused(_("There is a check list of this name already."), "name")
    if not items:
        raise Refused(_("Ask at least one thing."))
    if len(items) > MOST_ITEMS:
        raise Refused(_("Ask at most %(n)s things.", n=MOST_ITEMS))
    asked = ["".join(one.question.split()).casefold() for one in items]
    if len(set(asked)) < len(asked):
        twice = next(one.question for one, text in zip(items, asked, strict=True) if asked.count(text) > 1)
        raise Refused(_("%(question)s: this is asked twice.", question=twice))
    for one in items:
        if one.low is not None and one.high is not None and one.low > one.high:
            raise Refused(_("%(question)s: the lower limit is above the upper one.", question=one.question))
