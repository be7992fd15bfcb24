"""An order as its pages show it: its clocks in words and colour, its course with who, when, what and photos."""

from datetime import datetime, timedelta
from typing import NamedTuple

from estate.clocks.words import Clock, in_words
from estate.clocks.words import present as first_running
from estate.data import Reader, clock
from estate.i18n import gettext as _
from estate.papers.queries import Paper
from estate.repairs import queries, words
from estate.repairs.queries import Order, Step
from estate.repairs.rules_clocks import CLOCKS, Reading, read_clock
from estate.web.filters import actor, instant


def readings(order: Order, now: datetime, warn_percent: int) -> dict[str, Reading]:
    """How the clocks of an order read now, by name. What is cancelled has none."""
    if order.state == "cancelled":
        return {}
    first = datetime.fromisoformat(order.clock_from)
    paused = max(datetime.fromisoformat(order.since), first) if order.state == "waiting" else None
    begun = first + timedelta(seconds=order.paused_seconds)
    dues = (order.respond_by, order.arrive_by, order.complete_by)
    ends = (order.accepted_at, order.arrived_at, order.completed_at)
    return {
        name: read_clock(
            begun,
            datetime.fromisoformat(due),
            datetime.fromisoformat(end) if end else None,
            now,
            paused_since=paused,
            warn_percent=warn_percent,
        )
        for name, due, end in zip(CLOCKS, dues, ends, strict=True)
    }


def clocks(order: Order, warn_percent: int) -> list[Clock]:
    """The clocks of an order in words, all three."""
    dues = dict[str, str](zip(CLOCKS, (order.respond_by, order.arrive_by, order.complete_by), strict=True))
    return [
        in_words(name, str(words.CLOCKS[name]), reading.state, reading.left, dues[name])
        for name, reading in readings(order, clock.now(), warn_percent).items()
    ]


def present(order: Order, warn_percent: int) -> Clock | None:
    """The clock that counts now; None when none runs."""
    return first_running(clocks(order, warn_percent))


class Card(NamedTuple):
    """An order on the board or in a list: itself and the clock that counts now."""

    order: Order
    clock: Clock | None


def cards(orders: list[Order], warn_percent: int) -> list[Card]:
    """Orders with the clock that counts for each."""
    return [Card(one, present(one, warn_percent)) for one in orders]


class Event(NamedTuple):
    """One thing in the course of an order, for the timeline. late: the device took it well before it was received."""

    at: str
    when: str
    what: str
    who: str
    state: str
    text: str
    photos: list[dict[str, str]]
    taken: str


LATE_SECONDS = 300


def course(
    db: Reader, order: Order, papers: list[Paper], *, names: bool = True, whole: bool = True
) -> list[Event]:
    """Steps, further reports and messages in the order of their time.

    names: whether the office's people are named. whole: without it the steps alone, without words and names, for who
    only joined another's report.
    """
    by_step, by_id = queries.step_papers(db, order.id), {one.id: one for one in papers}
    with_steps = {paper_id for several in by_step.values() for paper_id in several}
    reported = [one for one in papers if one.kind == "report" and one.id not in with_steps]
    events: list[Event] = []
    for one in queries.steps(db, order.id):
        own = [by_id[paper] for paper in by_step.get(one.id, ()) if paper in by_id]
        events.append(_of_step(one, [*reported, *own] if one.step == "report" else own, names=names))
    if not whole:
        return [one._replace(text="", who="", photos=[]) for one in events]
    events += [
        Event(one.at, instant(one.at), _("Reported once more"), actor(one.who), "info", one.text, [], "")
        for one in queries.joins(db, order.id)
    ]
    events += [
        Event(
            one.at,
            instant(one.at),
            _("The owner writes") if one.side == "owner" else _("The office writes"),
            actor(one.who),
            "neutral",
            one.text,
            [],
            "",
        )
        for one in queries.messages(db, order.id)
    ]
    return sorted(events, key=lambda one: one.at)


def _of_step(step: Step, papers: list[Paper], *, names: bool) -> Event:
    what = str(words.STEPS[step.step])
    if step.step in ("assign", "take") and step.assignee_name:
        what = f"{what}{_(': ')}{step.assignee_name}"
    if step.waiting_for:
        what = f"{what}{_(': ')}{words.REASONS[step.waiting_for]}"
    said = [step.reason, step.note]
    if step.result:
        said.insert(0, f"{step.result} · {words.RESULTS[step.result]}")
    return Event(
        step.at,
        instant(step.at),
        what,
        actor(step.who) if names or step.party == "owner" else str(words.PARTIES[step.party]),
        words.STEP_TONES.get(step.step, "neutral"),
        "\n".join(one for one in said if one),
        [
            {
                "src": f"/papers/{one.id}",
                "alt": str(words.PAPERS.get(one.kind, one.kind)),
                "caption": one.note,
            }
            for one in papers
            if one.is_photo and one.withdrawn_at is None
        ],
        _taken(step),
    )


def _taken(step: Step) -> str:
    """When the device says it was, where that is well before it was received."""
    if not step.device_at:
        return ""
    before = datetime.fromisoformat(step.at) - datetime.fromisoformat(step.device_at)
    if before.total_seconds() < LATE_SECONDS:
        return ""
    return _("Taken at %(time)s without network, sent later", time=instant(step.device_at))
