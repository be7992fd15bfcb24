"""A complaint as its pages show it: its clocks in words and colour, its course with who, when, what and photos."""

from datetime import datetime
from typing import NamedTuple

from estate.access.me import Me
from estate.clocks.words import Clock, in_words
from estate.clocks.words import present as first_running
from estate.complaints import links, queries, queries_steps, records, words
from estate.complaints.queries import Complaint, Step
from estate.complaints.rules_clocks import CLOCKS, Reading, read_clock
from estate.complaints.rules_steps import DISCREET, INTERNAL, TOLD
from estate.data import Reader, clock
from estate.i18n import gettext as _
from estate.messages import queries as messages
from estate.messages import words as message_words
from estate.papers import queries as papers
from estate.papers.queries import Paper
from estate.repairs import queries as orders
from estate.repairs import words as repair_words
from estate.web.filters import actor, instant


def readings(found: Complaint, now: datetime, warn_percent: int) -> dict[str, Reading]:
    """How the clocks of a complaint read now, by name. What was taken back or follows another has none."""
    if found.state in ("withdrawn", "merged"):
        return {}
    begun = datetime.fromisoformat(found.clock_from)
    dues, ends = (found.answer_by, found.reply_by), (found.first_at, found.replied_at)
    return {
        name: read_clock(
            begun,
            datetime.fromisoformat(due),
            datetime.fromisoformat(end) if end else None,
            now,
            warn_percent=warn_percent,
        )
        for name, due, end in zip(CLOCKS, dues, ends, strict=True)
    }


def clocks(found: Complaint, warn_percent: int) -> list[Clock]:
    """The clocks of a complaint in words."""
    dues = {"first": found.answer_by, "reply": found.reply_by}
    return [
        in_words(name, str(words.CLOCKS[name]), reading.state, reading.left, dues[name])
        for name, reading in readings(found, clock.now(), warn_percent).items()
    ]


def present(found: Complaint, warn_percent: int) -> Clock | None:
    """The clock that counts now; None when none runs."""
    return first_running(clocks(found, warn_percent))


class Card(NamedTuple):
    """A complaint in a list: itself and the clock that counts now."""

    complaint: Complaint
    clock: Clock | None


def cards(found: list[Complaint], warn_percent: int) -> list[Card]:
    """Complaints with the clock that counts for each."""
    return [Card(one, present(one, warn_percent)) for one in found]


PAPERS = "complaint"
"""The code of their papers (complaints/papers.py)."""


class Event(NamedTuple):
    """One thing in the course of a complaint, for the timeline. internal: the complainer does not see it."""

    at: str
    when: str
    what: str
    who: str
    state: str
    text: str
    photos: list[dict[str, str]]
    internal: bool = False
    files: tuple[dict[str, str], ...] = ()


def course(db: Reader, found: Complaint, kept: list[Paper], me: Me) -> list[Event]:
    """All that happened, as the office reads it: steps, notes, what was told and read, what was tied and became of it.

    Of who stays unnamed nothing by which they could be found elsewhere, unless this person may know who it is.
    """
    knows = queries.knows(found, queries.parties(db, me, found))
    names = {one.code: words.category(one.code, one.name) for one in records.categories(db, retired=True)}
    steps = queries.steps(db, found.id)
    with_step = _papers_of_steps(db, found.id, kept)
    events = [
        _with(
            _of_step(one if knows or one.step != "reveal" else one._replace(text=""), found, names),
            with_step.get(one.id, []),
            "/papers",
        )
        for one in steps
        if knows or one.step not in DISCREET
    ]
    events += _told(db, found, steps, knows=knows)
    events += _tied(db, found.id, me)
    return sorted(events, key=lambda one: one.at)


def own_course(db: Reader, found: Complaint, base: str) -> list[Event]:
    """What concerns the complainer: never a note or a reason of the office; of the main complaint its answers alone.

    base: the address of its page, under which their photos and files are.
    """
    main = queries.main_of(db, found.id)
    events = [
        _with(_of_own(one, whose), own_papers, f"{base}/papers")
        for one, own_papers, whose in _own_steps(db, found, main)
    ]
    events += _tied(db, main, None)
    if main != found.id:
        events += _tied(db, found.id, None)
    return sorted(events, key=lambda one: one.at)


def own_paper(db: Reader, found: Complaint, paper_id: int) -> Paper | None:
    """A photo or file that the complainer may open: of a step that they see. What the office keeps beside it they do not."""
    main = queries.main_of(db, found.id)
    several = (one for _step, each, _whose in _own_steps(db, found, main) for one in each)
    return next((one for one in several if one.id == paper_id), None)


def _own_steps(db: Reader, found: Complaint, main_id: int) -> list[tuple[Step, list[Paper], str]]:
    """The steps that the complainer sees, with their papers and the title of the part that they are of.

    Their own, and the answers to the main complaint. Who has no account has no page of the parts that were split off:
    the answers to those stand here too.
    """
    seen: list[tuple[Step, list[Paper], str]] = []
    several = {found.id: "", main_id: ""}
    if found.reporter_id is None:
        for part in queries.parts(db, found.id):
            several |= {part.id: part.title, queries.main_of(db, part.id): part.title}
    for each, title in several.items():
        with_step = _papers_of_steps(db, each, papers.of(db, PAPERS, each))
        seen += [
            (one, with_step.get(one.id, []), title)
            for one in queries.steps(db, each)
            if (one.step not in INTERNAL if each == found.id else one.step in TOLD)
        ]
    return seen


def _papers_of_steps(db: Reader, complaint_id: int, kept: list[Paper]) -> dict[int, list[Paper]]:
    by_id = {one.id: one for one in kept if one.withdrawn_at is None}
    return {
        step_id: [by_id[each] for each in several if each in by_id]
        for step_id, several in queries_steps.step_papers(db, complaint_id).items()
    }


def _with(event: Event, kept: list[Paper], base: str) -> Event:
    """The event with its photos to look at and its files to save."""
    return event._replace(
        photos=[
            {"src": f"{base}/{one.id}", "alt": str(words.PAPERS.get(one.kind, "")), "caption": one.note}
            for one in kept
            if one.is_photo
        ],
        files=tuple({"href": f"{base}/{one.id}", "name": one.name} for one in kept if not one.is_photo),
    )


def _of_step(step: Step, found: Complaint, names: dict[str, str]) -> Event:
    what = str(words.STEPS[step.step])
    more = {
        "take": step.handler_name,
        "hand": step.handler_name,
        "merge": step.other_number,
        "separate": step.other_number,
        "split": step.other_number,
        "sort": names.get(step.category or "", ""),
    }.get(step.step, "")
    if more:
        what = f"{what}{_(': ')}{more}"
    said = [_ending(step), step.text, step.reason]
    who = actor(step.who)
    if step.party == "owner":
        who = str(words.UNNAMED) if found.unnamed else who
    return Event(
        step.at,
        instant(step.at),
        what,
        who,
        words.STEP_TONES.get(step.step, "neutral"),
        "\n".join(one for one in said if one),
        [],
        step.step in INTERNAL,
    )


def _of_own(step: Step, whose: str) -> Event:
    said = [f"{step.result} · {words.RESULTS[step.result]}" if step.result else "", step.text]
    if step.outcome:
        said.insert(0, str(words.OUTCOMES[step.outcome]))
    return Event(
        step.at,
        instant(step.at),
        str(words.OWN_STEPS[step.step]) + (f"{_(': ')}{whose}" if whose else ""),
        str(words.PARTIES[step.party]),
        words.STEP_TONES.get(step.step, "neutral"),
        "\n".join(one for one in said if one),
        [],
    )


def _ending(step: Step) -> str:
    if step.outcome and step.cause:
        return f"{words.OUTCOMES[step.outcome]} · {words.CAUSES[step.cause]}"
    return f"{step.result} · {words.RESULTS[step.result]}" if step.result else ""


def _told(db: Reader, found: Complaint, steps: list[Step], *, knows: bool) -> list[Event]:
    """What was told to the complainer, by which way, and when they read it."""
    events = {"receive": "received", "acknowledge": "answered", "answer": "answered", "close": "closed"}
    keys = [f"complaint.{events[one.step]}:{one.id}:{found.id}" for one in steps if one.step in events]
    shown: list[Event] = []
    for one in messages.of_keys(db, keys):
        ways = _(", ").join(
            str(message_words.CHANNELS.get(way, way)) for way in one.channels.split(",") if way
        )
        ways = ways if knows else ""  # who has a mobile or an address for mail, few others may have
        shown.append(
            Event(one.told_at, instant(one.told_at), _("Told to the complainer"), "", "neutral", ways, [])
        )
        if one.read_at and knows:
            shown.append(
                Event(one.read_at, instant(one.read_at), _("Read by the complainer"), "", "neutral", "", [])
            )
    return shown


def _tied(db: Reader, complaint_id: int, me: Me | None) -> list[Event]:
    """What was tied to it and untied again, and the steps of its orders meanwhile that lead to another state."""
    tied = links.of(db, complaint_id, me, past=True)
    shown: list[Event] = []
    for one in tied:
        if me is None and one.subject not in ("order", "announcement"):
            continue
        what = f"{one.what}{_(': ')}{one.title}"
        shown.append(Event(one.at, instant(one.at), what, actor(one.who) if me else "", "info", "", []))
        if one.untied_at is not None:
            what = _("Untied: %(what)s", what=what)
            who, why = (actor(one.untied_by or ""), one.untied_why) if me else ("", "")
            shown.append(Event(one.untied_at, instant(one.untied_at), what, who, "neutral", why, []))
    spans = {one.subject_id: one for one in tied if one.subject == "order"}
    for step in orders.steps_of(db, list(spans)):
        tie = spans[step.order_id]
        if step.to_state != step.from_state and tie.at < step.at < (tie.untied_at or "9"):
            tone, word = repair_words.STATES[step.to_state]
            what = f"{tie.title.split(' ')[0]}{_(': ')}{word}"
            shown.append(Event(step.at, instant(step.at), what, "", tone, "", []))
    return shown
