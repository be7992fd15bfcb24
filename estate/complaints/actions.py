"""Receiving a complaint: what the owner's phone, the desk, a label and a chat call, in their own transaction."""

from collections.abc import Sequence
from typing import Any

from estate.community import queries as community
from estate.complaints import queries, records, telling, words
from estate.complaints.details import Received
from estate.complaints.papers import COMPLAINT, without_names
from estate.complaints.queries import Complaint
from estate.complaints.required import require_colleague
from estate.complaints.rules_clocks import dues
from estate.complaints.rules_unnamed import names_home
from estate.data import Tx, audit, clock
from estate.data.store import System
from estate.equipment import queries as equipment
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.papers.actions import attach
from estate.papers.content import Kept
from estate.people import queries as people
from estate.places import queries as places
from estate.refusal import Refused, require_key

LIST = "complaints"
"""The topic of the list."""
LONGEST_TITLE = 80

COMPLAINER = System("complainer")
"""Who writes where the record must not say who: an owner who wishes to stay unnamed, and whoever scanned a label."""


def receive(tx: Tx, told: Received, key: str, *, split_from_id: int | None = None) -> int:
    """Put a complaint on record with its number and clocks; answers its id. The same key receives once.

    Refused: without a title or a key, an unknown kind. LookupError for a home, place or piece that there is none of.
    """
    require_key(key)
    if known := records.of_key(tx, key):
        return known
    require_colleague(tx, told.about_account_id)
    told = _placed(tx, told)
    complaint_id = _insert(tx, told, key, split_from_id)
    step_id = records.insert_step(
        tx,
        complaint_id=complaint_id,
        key=f"{key}:receive",
        step="receive",
        from_state=None,
        to_state="received",
        party="owner" if told.source in ("owner", "scan") else "office",
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
        text=told.text,
    )
    found = require(tx, complaint_id)
    audit.record(
        tx,
        "complaint.received",
        "complaints",
        complaint_id,
        after={"number": found.number, "complaint_kind": found.category},  # whom it is about may read this
    )
    telling.received(tx, found, step_id)
    signals.tell(tx, LIST, topic(complaint_id))
    return complaint_id


def add_photos(tx: Tx, complaint_id: int, kept: Sequence[Kept]) -> None:
    """The photos that came with a complaint, in the transaction that received it."""
    kept = without_names(kept) if require(tx, complaint_id).unnamed else kept
    step_id = tx.value(
        "SELECT id FROM complaint_steps WHERE complaint_id = :id AND step = 'receive'", id=complaint_id
    )
    tx.many(
        "INSERT INTO complaint_step_papers (step_id, paper_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(step_id, paper_id) for paper_id in attach(tx, COMPLAINT, complaint_id, kept, "report")],
    )


def require(tx: Tx, complaint_id: int) -> Complaint:
    """The complaint; LookupError when there is none."""
    found = queries.complaint(tx, complaint_id)
    if found is None:
        raise LookupError(f"there is no complaint {complaint_id}")
    return found


def topic(complaint_id: int) -> str:
    """What a page listens to that shows one complaint."""
    return f"complaint-{complaint_id}"


def title_of(text: str) -> str:
    """The first line of a text, as a title of at most 80 characters."""
    first = text.strip().split("\n")[0].strip()
    return first if len(first) <= LONGEST_TITLE else first[: LONGEST_TITLE - 1] + "…"


def clock_values(tx: Tx) -> dict[str, str]:
    """The clocks of a complaint that begin now, as they are kept."""
    settings, now = records.settings(tx), clock.now()
    until = dues(now, settings.answer_hours, settings.reply_days)
    return {
        "clock_from": clock.stamp_of(now),
        "answer_by": clock.stamp_of(until.answer_by),
        "reply_by": clock.stamp_of(until.reply_by),
    }


def _placed(tx: Tx, told: Received) -> Received:
    """What was told with its place in words; of who stays unnamed the own home is no place."""
    if not told.title.strip():
        raise Refused(_("Write in a few words what it is about."), "title")
    category = records.category(tx, told.category)
    if category is None or told.kind not in words.KINDS:
        raise Refused(_("Choose what kind it is."), "category")
    told = told._replace(title=title_of(told.title), text=told.text.strip(), location=told.location.strip())
    if told.unnamed and told.home_id is not None:
        told = _without_own_homes(tx, told, told.home_id)
    if told.about_home_id is not None:
        home = community.home(tx, told.about_home_id)
        if home is None:
            raise LookupError(f"there is no home {told.about_home_id}")
        return told._replace(building_id=home.building_id, location=told.location or home.code)
    if told.place_id is not None:
        place = places.place(tx, told.place_id)
        if place is None:
            raise LookupError(f"there is no place {told.place_id}")
        told = told._replace(building_id=place.building_id, location=told.location or place.title)
    if told.equipment_id is not None:
        piece = equipment.equipment(tx, told.equipment_id)
        if piece is None:
            raise LookupError(f"there is no piece {told.equipment_id}")
        told = told._replace(
            building_id=told.building_id or piece.building_id, location=told.location or piece.title
        )
    if told.building_id is None and told.home_id is not None and not told.unnamed:
        home = community.home(tx, told.home_id)
        if home is None:
            raise LookupError(f"there is no home {told.home_id}")
        told = told._replace(building_id=home.building_id)
    return told


def _without_own_homes(tx: Tx, told: Received, home_id: int) -> Received:
    """Of who stays unnamed no home of theirs is a place, neither chosen nor typed: it would name them."""
    found = [one.home_id for one in people.homes_of(tx, told.reporter_id)] if told.reporter_id else []
    for each in dict.fromkeys((home_id, *found)):
        home = community.home(tx, each)
        if told.about_home_id == each:
            told = told._replace(about_home_id=None)
        if home is not None and names_home(told.location, home.code):
            told = told._replace(location="")
    return told


def _insert(tx: Tx, told: Received, key: str, split_from_id: int | None) -> int:
    day = clock.today()
    number, seq = records.next_number(tx, day.year)
    values: dict[str, Any] = {**told._asdict(), "unnamed": int(told.unnamed)}
    begun = clock_values(tx)
    return tx.insert(
        "complaints",
        number=number,
        year=day.year,
        seq=seq,
        key=key,
        **values,
        received_at=begun["clock_from"],
        received_on=day.isoformat(),
        who=tx.by.name,
        split_from_id=split_from_id,
        since=begun["clock_from"],
        **begun,
    )
