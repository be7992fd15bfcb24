"""Moving a complaint on: every step that office, complainer and clock take, idempotent by its key, in one transaction."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from estate.billing import queries as billing
from estate.billing.words import period
from estate.complaints import queries, queries_own, queries_steps, records, rules_steps, telling
from estate.complaints.actions import LIST, clock_values, receive, require, topic
from estate.complaints.details import NOTHING, Details, Received
from estate.complaints.queries import Complaint
from estate.complaints.required import handler_name, require_details
from estate.complaints.rules_clocks import may_reopen
from estate.complaints.rules_steps import DISCREET, HANDLER, OWNER, STEPS, SYSTEM, TOLD, TRUSTED
from estate.data import Tx, audit, clock
from estate.dunning import actions as dunning
from estate.i18n import gettext as _
from estate.jobs import signals
from estate.messages import actions as messages
from estate.people import queries as people
from estate.refusal import Refused, require_key
from estate.web.filters import day

PAUSES = "complaints"
"""As what dunning knows who asked for a pause."""


def step(
    tx: Tx, complaint_id: int, name: str, key: str, parties: Collection[str], details: Details = NOTHING
) -> int:
    """Let a complaint take a step; answers the step's id. The same key takes it once.

    parties: as what the person acts (queries.parties, or `owner`). Refused: from a state in which it makes no sense, by
    somebody whose step it is not, without what it needs. LookupError for a complaint or step that there is none of.
    """
    require_key(key)
    if known := records.step_of_key(tx, key):
        if (known.complaint_id, known.step) != (complaint_id, name):
            raise Refused(_("This page is not complete. Open it again and repeat what you want to do."))
        return known.id
    found, rule = require(tx, complaint_id), STEPS[name]
    if found.state not in rule.allowed:
        raise Refused(_("Somebody was quicker: this complaint has moved on. Look at it again."))
    party = rules_steps.party(name, parties)
    if party is None:
        raise Refused(_("This step is not yours to take."))
    if found.unnamed and name in DISCREET and party == HANDLER:
        raise Refused(_("The manager does this: it stands beside the home of who wishes to stay unnamed."))
    require_details(tx, found, name, details)
    _require_moment(tx, found, name)
    _require_read(tx, found, name, details.seen)
    if name == "acknowledge" and found.handler_id is None and tx.by.account_id is not None:
        step(tx, complaint_id, "take", f"{key}:take", parties)
        found = require(tx, complaint_id)
    if name == "pause":
        details = details._replace(reason=_rests(tx, found, details))
    step_id = _take(tx, found, name, party, key, details)
    _follow(tx, found, name, step_id, details, party)
    _record(tx, found, require(tx, complaint_id), name, details)
    for one in (found, *queries.duplicates(tx, complaint_id)):
        signals.tell(tx, topic(one.id))
    signals.tell(tx, LIST)
    return step_id


def _require_moment(tx: Tx, found: Complaint, name: str) -> None:
    if name == "take" and found.handler_id is not None:
        raise Refused(_("%(name)s has it already. Ask them to hand it over.", name=found.handler_name))
    main = queries_own.followed(tx, found.id) if name in ("rate", "reopen") else None
    if main is not None and main.closed_at is None:
        raise Refused(_("It is handled together with others, which is not closed yet."))
    if main is not None and main.rated and name == "rate":
        raise Refused(_("You have rated it already."))
    closed_at = main.closed_at if main else found.closed_at
    if name == "reopen" and closed_at:
        days = records.settings(tx).reopen_days
        if not may_reopen(datetime.fromisoformat(closed_at), clock.now(), days):
            raise Refused(
                _(
                    "It was closed more than %(days)s days ago. Write a new one and name its number.",
                    days=days,
                )
            )


def _require_read(tx: Tx, found: Complaint, name: str, seen: int | None) -> None:
    """Two who answer at once, or one who answers while the complainer writes, would talk past each other."""
    said = queries_steps.said_since(tx, found.id, seen, tx.by.account_id) if name in TOLD and seen else ""
    if said == "write":
        raise Refused(_("The complainer has written meanwhile. Read it below, then send yours again."))
    if said:
        raise Refused(_("A colleague has answered meanwhile. Read it below, then send yours again."))


def _take(tx: Tx, found: Complaint, name: str, party: str, key: str, details: Details) -> int:
    handler_id = tx.by.account_id if name == "take" else details.handler_id if name == "hand" else None
    other_id = {
        "merge": lambda: details.other_id,
        "separate": lambda: found.main_id,
        "split": lambda: _split_off(tx, found, key, details),
    }.get(name, lambda: None)()
    step_id = records.insert_step(
        tx,
        complaint_id=found.id,
        key=key,
        step=name,
        from_state=found.state,
        to_state=rules_steps.leads_to(name, found.state, answered=found.first_at is not None),
        party=HANDLER if party == TRUSTED else party,
        at=clock.stamp(),
        account_id=tx.by.account_id,
        who=tx.by.name,
        handler_id=handler_id,
        handler_name=handler_name(tx, handler_id) if handler_id else "",
        text="" if name == "split" else details.text.strip(),
        reason=details.reason.strip(),
        category=details.category if name == "sort" else None,
        outcome=details.outcome if name == "close" else None,
        cause=details.cause if name == "close" else None,
        result=details.result if name == "rate" else None,
        other_id=other_id,
    )
    tx.many(
        "INSERT INTO complaint_step_papers (step_id, paper_id) VALUES (?, ?)",
        [(step_id, paper_id) for paper_id in dict.fromkeys(details.paper_ids)],
    )
    return step_id


def _split_off(tx: Tx, found: Complaint, key: str, details: Details) -> int:
    """The part as a complaint of its own: of the same complainer, as unnamed as they wished, with clocks of its own."""
    who = queries.identity(tx, found.id)
    part = Received(
        source="split",
        category=str(details.category),
        title=details.title,
        text=details.text,
        kind=details.kind,
        reporter_id=who.reporter_id,
        reporter_name=who.name,
        reporter_phone=who.phone,
        home_id=who.home_id,
        unnamed=bool(found.unnamed),
        about_home_id=found.about_home_id,
        about_account_id=found.about_account_id,
        place_id=found.place_id,
        equipment_id=found.equipment_id,
        building_id=found.building_id,
        location=found.location,
    )
    return receive(tx, part, f"{key}:part", split_from_id=found.id)


def _follow(tx: Tx, found: Complaint, name: str, step_id: int, details: Details, party: str) -> None:
    """What a step means to others."""
    follows: dict[str, Callable[[], Any]] = {
        "hand": lambda: telling.handed(tx, require(tx, found.id), step_id, details.reason.strip()),
        "acknowledge": lambda: telling.answered(tx, found, step_id, details.text.strip()),
        "answer": lambda: telling.answered(tx, found, step_id, details.text.strip()),
        "write": lambda: telling.wrote(tx, found, step_id, details.text.strip()),
        "sort": lambda: _sorted(tx, found, details.about_account_id),
        "escalate": lambda: telling.escalated(tx, found, step_id, details.reason.strip()),
        "close": lambda: _closed(tx, found, step_id, details),
        "reopen": lambda: _reopened(tx, found, step_id, details, party),
        "withdraw": lambda: _withdrawn(tx, found, step_id),
        "pause": lambda: _pause(tx, found, details),
        "resume": lambda: _end_pause(tx, found, details.reason.strip()),
    }
    if name in follows:
        follows[name]()


def _sorted(tx: Tx, found: Complaint, about_account_id: int | None) -> None:
    """Whom it is about reads nothing any more of what was told before that was known."""
    tx.update("complaints", found.id, about_account_id=about_account_id)
    messages.hide(tx, [f"/complaints/{found.id}", f"/my/complaints/{found.id}"], about_account_id)


def _closed(tx: Tx, found: Complaint, step_id: int, details: Details) -> None:
    """With it is closed what follows it: dunning goes on for those too."""
    telling.closed(tx, found, step_id, details.text.strip())
    for one in (found, *queries.duplicates(tx, found.id)):
        _end_pause(tx, one, _("The complaint was closed."))


def _withdrawn(tx: Tx, found: Complaint, step_id: int) -> None:
    """What followed it stands for itself again: the others have not taken theirs back."""
    why = _("The complaint was taken back.")
    _end_pause(tx, found, why)
    for one in queries.duplicates(tx, found.id):
        if one.main_id == found.id:
            key = f"withdrawn:{step_id}:{one.id}"
            step(tx, one.id, "separate", key, {SYSTEM}, Details(reason=f"{found.number}{_(': ')}{why}"))


def _end_pause(tx: Tx, found: Complaint, why: str) -> None:
    """Dunning goes on; beside the home of who stays unnamed no word of a complaint stands."""
    dunning.end_pause(tx, PAUSES, found.id, "" if found.unnamed else why)


def _reopened(tx: Tx, found: Complaint, step_id: int, details: Details, party: str) -> None:
    """The clocks of a complaint that is taken up again begin anew."""
    tx.update("complaints", found.id, **clock_values(tx))
    if party == OWNER:
        telling.wrote(tx, found, step_id, details.text.strip())


def _pause(tx: Tx, found: Complaint, details: Details) -> None:
    """Dunning rests for the home of who complains, while what it asks for is disputed: of the bills that are named, else
    of all. Of who stays unnamed no bill is named, it would show whose they are."""
    who = queries.identity(tx, found.id)
    payer = people.payer_of(tx, who.home_id, clock.today()) if who.home_id else None
    if who.home_id is None or payer is None:
        raise Refused(_("It is not known whose bills they are, so nothing can rest."), "until")
    assert details.until is not None, "it was required"
    note = "" if found.unnamed else _("Disputed: %(number)s", number=found.number)
    open_ones = {one.charge_id for one in billing.open_charges(tx, who.home_id, payer.person_id)}
    if not set(details.charge_ids) <= open_ones or (found.unnamed and details.charge_ids):
        raise Refused(_("One of these bills is not open any more. Look at them again."), "charges")
    dunning.pause(
        tx,
        who.home_id,
        payer.person_id,
        "dispute",
        details.until,
        note,
        PAUSES,
        found.id,
        details.charge_ids,
    )


def _rests(tx: Tx, found: Complaint, details: Details) -> str:
    """Until when dunning rests and which bills alone, as the course keeps it for the office."""
    until = _("until %(day)s", day=day(details.until)) if details.until else ""
    if not details.charge_ids or found.home_id is None:
        return until
    bills = {one.charge_id: one for one in billing.open_charges(tx, found.home_id)}
    named = [bills[one] for one in details.charge_ids if one in bills]
    return "\n".join(
        [until, *(f"{one.fee_item_name} {period(one.period_from, one.period_to)}" for one in named)]
    )


def _record(tx: Tx, before: Complaint, after: Complaint, name: str, details: Details) -> None:
    """Reasons stand in the course: whom it is about may read the change log."""
    if before.unnamed and name in DISCREET:
        return  # the pause itself is on record, with the home; beside it this line would tell whose complaint it is
    audit.record(
        tx,
        "complaint.revealed" if name == "reveal" else "complaint.stepped",
        "complaints",
        before.id,
        before={"complaint_state": before.state, "handler": before.handler_name},
        after={
            "number": before.number,
            "complaint_step": name,
            "complaint_state": after.state,
            "handler": after.handler_name,
            "reason": details.text.strip() if name == "reveal" else "",
        },
    )
