"""Plans of upkeep: make, change and stop one; each has its dues foreseen at once."""

from typing import Any, NamedTuple

from estate.community.rules import changes
from estate.data import Tx, audit, clock
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.upkeep import planner, queries, records
from estate.upkeep.counters import ran
from estate.upkeep.queries import Plan


class PlanSpec(NamedTuple):
    """A plan as it is made: for one piece, or for all of a category or of a class by law.

    first_value, step_value: thousandths of the counter's unit. season_from, season_to: MM-DD. ladder, level: a step of
    the lifts' services, the deeper the higher.
    """

    name: str
    equipment_id: int | None = None
    category: str = ""
    statutory: str = ""
    work: str = "service"
    legal: bool = False
    basis: str = ""
    rhythm: str = "calendar"
    every: int | None = None
    unit: str | None = None
    counts_from: str = "plan"
    first_due: str = ""
    season_from: str | None = None
    season_to: str | None = None
    counter: str | None = None
    first_value: int | None = None
    step_value: int | None = None
    lead_days: int = 3
    ladder: str = ""
    level: int = 0
    list_id: int | None = None
    done_by: str = "crew"
    note: str = ""


def add(tx: Tx, spec: PlanSpec) -> int:
    """A new plan; answers its id. Refused: no name, no equipment, an incomplete rhythm."""
    plan_id = insert(tx, spec)
    planner.foresee(tx, clock.today())
    return plan_id


def insert(tx: Tx, spec: PlanSpec) -> int:
    """A new plan without foreseeing its dues: for several at once, whose caller foresees them together."""
    values = _values(_from_now(tx, spec))
    plan_id = tx.insert("upkeep_plans", **values, added_at=clock.stamp())
    told = {key: value for key, value in values.items() if value not in ("", None)}
    audit.record(tx, "upkeep.plan_added", "upkeep_plans", plan_id, after=told)
    return plan_id


def change(tx: Tx, plan_id: int, spec: PlanSpec) -> None:
    """From now on the plan is another; what has an order stays as it was due.

    Refused as in `add`, when it was stopped, and for another counter.
    """
    before = require(tx, plan_id)
    if before.stopped_on:
        raise Refused(_("This plan was stopped. Make a new one."))
    after = _values(_from_now(tx, spec))
    if before.counter and after["counter"] and after["counter"] != before.counter:
        raise Refused(
            _("What was done by one counter says nothing of another. Stop this plan and make a new one."),
            "counter",
        )
    was, now = changes({key: getattr(before, key) for key in after}, after)
    if not now:
        return
    tx.update("upkeep_plans", plan_id, **after, version=before.version + 1)
    audit.record(tx, "upkeep.plan_changed", "upkeep_plans", plan_id, before=was, after=now)
    records.drop_planned(tx, plan_id)
    planner.foresee(tx, clock.today())


def stop(tx: Tx, plan_id: int, reason: str) -> None:
    """From now on nothing falls due by it; what has an order stays. Again changes nothing. Refused: no reason."""
    before = require(tx, plan_id)
    if before.stopped_on:
        return
    if not (reason := reason.strip()):
        raise Refused(_("Write the reason."), "reason")
    tx.update("upkeep_plans", plan_id, stopped_on=clock.today().isoformat())
    records.drop_planned(tx, plan_id)
    audit.record(
        tx, "upkeep.plan_stopped", "upkeep_plans", plan_id, after={"name": before.name, "reason": reason}
    )


def require(tx: Tx, plan_id: int) -> Plan:
    """The plan; LookupError when there is none."""
    found = queries.plan(tx, plan_id, clock.today())
    if found is None:
        raise LookupError(f"there is no plan {plan_id}")
    return found


def _from_now(tx: Tx, spec: PlanSpec) -> PlanSpec:
    """A counter plan of one piece that names no first mark begins one interval after what the piece ran so far."""
    if (
        spec.rhythm != "counter"
        or spec.first_value is not None
        or spec.equipment_id is None
        or not spec.step_value
    ):
        return spec
    readings = ran(tx, spec.equipment_id).get((spec.equipment_id, spec.counter or ""))
    return spec._replace(first_value=readings[-1].value + spec.step_value) if readings else spec


def _values(spec: PlanSpec) -> dict[str, Any]:
    if not spec.name.strip():
        raise Refused(_("Give it a name."), "name")
    if (spec.equipment_id is not None) + bool(spec.category) + bool(spec.statutory) != 1:
        raise Refused(_("Choose what it is for: one piece, a category, or a class by law."), "target")
    counter, seasonal = spec.rhythm == "counter", spec.rhythm == "seasonal"
    if counter and not (spec.step_value and spec.counter):
        raise Refused(_("Say after how many hours, starts or kilometres it is due."), "step_value")
    if not counter and not (spec.every and spec.unit):
        raise Refused(_("Say how often."), "every")
    if seasonal and not (spec.season_from and spec.season_to):
        raise Refused(_("Say from when until when in the year, like 05-15 to 09-30."), "season_from")
    if not (spec.first_due or counter):
        raise Refused(_("Say when it is due first."), "first_due")
    if spec.ladder and spec.work != "service":
        raise Refused(_("An inspection is no step of the lift services."), "level")
    values = spec._asdict()
    values |= {"legal": int(spec.legal), "name": spec.name.strip()}
    if counter:
        first = spec.step_value if spec.first_value is None else spec.first_value
        values |= {"every": None, "unit": None, "counts_from": "plan", "first_value": first}
        values["first_due"] = spec.first_due or clock.today().isoformat()
    else:
        values |= {"counter": None, "first_value": None, "step_value": None}
    if not seasonal:
        values |= {"season_from": None, "season_to": None}
    if spec.rhythm != "calendar":
        values |= {"ladder": "", "level": 0}
    return values
