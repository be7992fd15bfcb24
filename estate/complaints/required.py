"""What a step of a complaint must be told, and whether it is what there is."""

from datetime import timedelta

from estate.access import accounts
from estate.access.permissions import COMPLAINTS_HANDLE, permissions_of
from estate.complaints import queries, records, words
from estate.complaints.details import Details
from estate.complaints.queries import Complaint
from estate.complaints.rules_steps import STEPS
from estate.data import Reader, Tx, clock
from estate.dunning.actions_cases import LONGEST_PAUSE
from estate.i18n import gettext as _
from estate.refusal import Refused


def handlers(db: Reader) -> list[tuple[int, str]]:
    """Everybody of the office who handles complaints: account and name."""
    return [
        (one.id, one.name)
        for one in accounts.staff(db)
        if one.disabled_at is None and COMPLAINTS_HANDLE in permissions_of(frozenset(one.role_list))
    ]


def handler_name(db: Reader, account_id: int) -> str:
    """The name of somebody of the office."""
    return next((one.name for one in accounts.staff(db) if one.id == account_id), "")


def require_colleague(db: Reader, account_id: int | None) -> None:
    """Refused where a complaint is said to be about somebody who is not of the office."""
    if account_id is not None and not handler_name(db, account_id):
        raise Refused(_("Choose somebody of the office."), "about")


def require_details(tx: Tx, found: Complaint, name: str, details: Details) -> None:
    """Refused, beside its field, where something is missing or wrong."""
    for need in STEPS[name].needs:
        _CHECKS[need](tx, found, details)
    if name == "hand" and found.handler_id is not None and not details.reason.strip():
        raise Refused(_("Write why it changes hands."), "reason")


def _handler(tx: Tx, found: Complaint, details: Details) -> None:
    if details.handler_id not in dict(handlers(tx)):
        raise Refused(_("Choose who shall handle it."), "handler")
    if details.handler_id == found.about_account_id:
        raise Refused(_("It is about them: somebody else handles it."), "handler")
    if details.handler_id == found.handler_id and not found.unnamed:
        raise Refused(_("They have it already."), "handler")  # else a manager trusts them with who it is


def _text(_tx: Tx, _found: Complaint, details: Details) -> None:
    if not details.text.strip():
        raise Refused(_("Write something."), "text")


def _reason(_tx: Tx, _found: Complaint, details: Details) -> None:
    if not details.reason.strip():
        raise Refused(_("Write something."), "reason")


def _category(tx: Tx, found: Complaint, details: Details) -> None:
    if not details.category or records.category(tx, details.category) is None:
        raise Refused(_("Choose what kind it is."), "category")
    if details.about_account_id is not None and details.about_account_id == found.handler_id:
        raise Refused(_("It is about who handles it: hand it over first."), "about")
    require_colleague(tx, details.about_account_id)


def _outcome(_tx: Tx, _found: Complaint, details: Details) -> None:
    if details.outcome not in words.OUTCOMES:
        raise Refused(_("Choose how it ended."), "outcome")


def _cause(_tx: Tx, _found: Complaint, details: Details) -> None:
    if details.cause not in words.CAUSES:
        raise Refused(_("Choose what it came from."), "cause")


def _result(_tx: Tx, _found: Complaint, details: Details) -> None:
    if details.result not in words.RESULTS:
        raise Refused(_("Choose how satisfied you are."), "result")


def _other(tx: Tx, found: Complaint, details: Details) -> None:
    other = queries.complaint(tx, details.other_id) if details.other_id else None
    if other is None or other.state == "withdrawn":
        raise Refused(_("There is no such complaint."), "other")
    if other.is_closed:
        raise Refused(_("That one is closed. Answer this one and name its number."), "other")
    if other.id == found.id or queries.main_of(tx, other.id) == found.id:
        raise Refused(_("A complaint cannot follow itself."), "other")
    if other.state == "merged":
        raise Refused(_("That one follows another itself. Merge with its main complaint."), "other")
    if other.about_account_id != found.about_account_id:
        raise Refused(_("They are not about the same person."), "other")


def _part(tx: Tx, found: Complaint, details: Details) -> None:
    if not details.title.strip():
        raise Refused(_("Write in a few words what it is about."), "title")
    _category(tx, found, details)


def _until(_tx: Tx, _found: Complaint, details: Details) -> None:
    if details.until is None:
        raise Refused(_("Say until when dunning rests."), "until")
    if not timedelta() <= details.until - clock.today() <= LONGEST_PAUSE:
        raise Refused(_("A pause lasts a year at most and ends today or later."), "until")


_CHECKS = {
    "handler": _handler,
    "text": _text,
    "reason": _reason,
    "category": _category,
    "outcome": _outcome,
    "cause": _cause,
    "result": _result,
    "other": _other,
    "part": _part,
    "until": _until,
}
