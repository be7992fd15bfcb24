"""Setting strategies up, changing them by new versions, saying which homes follow which."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.arrears.rules_law import refuse_threats
from estate.community import queries as community
from estate.data import Actor, Tx, audit, clock, write
from estate.dunning import records_strategies as records
from estate.dunning.records_strategies import Strategy
from estate.i18n import gettext as _
from estate.refusal import Refused


class NewStep(NamedTuple):
    """A step as somebody sets it up. days: after the due day, before it when negative; min_fen: least amount."""

    days: int
    kind: str
    name: str = ""
    min_fen: int = 0


class Target(NamedTuple):
    """What a strategy applies to. value: the id of a zone, building or group, or a usage; empty for the others."""

    scope: str
    value: str = ""


def add_strategy(name: str, gap_days: int, steps: Sequence[NewStep], by: Actor) -> int:
    """Set a strategy up with its first version; answers its id. It applies to nobody yet."""
    with write(by) as tx:
        name = _named(tx, name)
        strategy_id = tx.insert("strategies", name=name, made_at=clock.stamp(), made_by=by.name)
        _add_version(tx, strategy_id, 1, gap_days, steps, "")
        audit.record(tx, "strategy.added", "strategies", strategy_id, after={"name": name})
        return strategy_id


def add_version(
    strategy_id: int, name: str, gap_days: int, steps: Sequence[NewStep], note: str, by: Actor
) -> int:
    """Change a strategy: a new version for cases that begin from now on; answers its number.

    Cases that are open keep the version that they began with. Nothing changed: the present version's number.
    """
    with write(by) as tx:
        found = _strategy(tx, strategy_id)
        name = _named(tx, name, found)
        if name != found.name:
            tx.update("strategies", strategy_id, name=name)
        if _same(tx, found, gap_days, steps):
            return found.version
        if not note.strip():
            raise Refused(_("Write what changes and why."), "note")
        refuse_threats(note, "note")
        _add_version(tx, strategy_id, found.version + 1, gap_days, steps, note.strip())
        audit.record(
            tx,
            "strategy.changed",
            "strategies",
            strategy_id,
            before={"version": found.version},
            after={"version": found.version + 1, "note": note.strip()},
        )
        return found.version + 1


def assign(strategy_id: int, target: Target, by: Actor) -> int:
    """Let a strategy apply to homes, in place of one that applied to the same target; for cases that begin from now on."""
    with write(by) as tx:
        _strategy(tx, strategy_id)
        zone_id = building_id = group_id = None
        if target.scope in ("zone", "building", "group"):
            if not target.value.isdigit():
                raise Refused(_("Choose what it applies to."), "target")
            zone_id = int(target.value) if target.scope == "zone" else None
            building_id = int(target.value) if target.scope == "building" else None
            group_id = int(target.value) if target.scope == "group" else None
        usage = target.value if target.scope == "usage" else None
        known = records.assignment_of(tx, target.scope, zone_id, building_id, usage, group_id)
        values = {"strategy_id": strategy_id, "made_at": clock.stamp(), "made_by": by.name}
        if known:
            tx.update("strategy_assignments", known, **values)
        else:
            known = tx.insert(
                "strategy_assignments",
                scope=target.scope,
                zone_id=zone_id,
                building_id=building_id,
                usage=usage,
                group_id=group_id,
                **values,
            )
        after = {"scope": target.scope, "target": target.value, "strategy_id": strategy_id}
        audit.record(tx, "strategy.assigned", "strategies", strategy_id, after=after)
        return known


def unassign(assignment_id: int, by: Actor) -> None:
    """Let a strategy no longer apply to a target. Again changes nothing. Refused for all homes: something must apply."""
    with write(by) as tx:
        found = next((one for one in records.assignments(tx) if one.id == assignment_id), None)
        if found is None:
            return
        if found.scope == "all":
            raise Refused(_("Some strategy has to apply to all homes. Choose another one instead."))
        tx.run("DELETE FROM strategy_assignments WHERE id = :id", id=assignment_id)
        before = {"scope": found.scope, "target": found.target}
        audit.record(tx, "strategy.unassigned", "strategies", found.strategy_id, before=before)


def add_group(name: str, by: Actor) -> int:
    """Make an empty group of homes; answers its id."""
    with write(by) as tx:
        if tx.value("SELECT 1 FROM dunning_groups WHERE name = :name", name=name):
            raise Refused(_("There is a group of this name already."), "name")
        group_id = tx.insert("dunning_groups", name=name)
        audit.record(tx, "dunning_group.added", "dunning_groups", group_id, after={"name": name})
        return group_id


def set_group(group_id: int, codes: Sequence[str], by: Actor) -> None:
    """Make these homes the homes of a group. Refused for a code that no home has."""
    with write(by) as tx:
        known = community.home_ids(tx)
        unknown = [code for code in codes if code not in known]
        if unknown:
            raise Refused(_("There is no home %(code)s. Write it like 3-2-501.", code=unknown[0]), "homes")
        records.set_homes(tx, group_id, sorted({known[code] for code in codes}))
        audit.record(
            tx, "dunning_group.changed", "dunning_groups", group_id, after={"homes": len(set(codes))}
        )


def _add_version(
    tx: Tx, strategy_id: int, number: int, gap_days: int, steps: Sequence[NewStep], note: str
) -> None:
    ordered = sorted(steps, key=lambda step: step.days)
    if not any(step.days > 0 for step in ordered):
        raise Refused(_("A strategy needs at least one step after the due day."), "steps")
    if len({step.days for step in ordered}) < len(ordered):
        raise Refused(_("Two steps come on the same day. Put a day between them."), "steps")
    for step in ordered:
        if (step.kind == "notice") != (step.days <= 0):
            raise Refused(_("Up to the due day only a notice can come, and a notice only then."), "steps")
        refuse_threats(step.name, "steps")
    version_id = tx.insert(
        "strategy_versions",
        strategy_id=strategy_id,
        number=number,
        gap_days=gap_days,
        note=note,
        made_at=clock.stamp(),
        made_by=tx.by.name,
    )
    tx.many(
        """
        INSERT INTO strategy_steps (version_id, position, days, kind, name, min_fen) VALUES (?, ?, ?, ?, ?, ?)
        """,
        [(version_id, position, *step) for position, step in enumerate(ordered, 1)],
    )


def _same(tx: Tx, found: Strategy, gap_days: int, steps: Sequence[NewStep]) -> bool:
    before = [
        NewStep(step.days, step.kind, step.name, step.min_fen) for step in records.steps(tx, found.version_id)
    ]
    return found.gap_days == gap_days and before == sorted(steps, key=lambda step: step.days)


def _named(tx: Tx, name: str, found: Strategy | None = None) -> str:
    name = name.strip()
    if not name and (found is None or found.code is None):
        raise Refused(_("Write a name."), "name")
    if name and records.name_taken(tx, name, found.id if found else 0):
        raise Refused(_("There is a strategy of this name already."), "name")
    refuse_threats(name, "name")
    return name


def _strategy(tx: Tx, strategy_id: int) -> Strategy:
    found = records.strategy(tx, strategy_id)
    if found is None:
        raise LookupError(f"there is no strategy {strategy_id}")
    return found
