"""The report of a month on paper, as a PDF to be kept and sent."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from estate.documents.typeset import typeset
from estate.i18n import gettext as _
from estate.office.identity import Identity
from estate.patrol import words
from estate.patrol.coverage import Rate
from estate.patrol.queries_seen import Missed, Seen
from estate.web.filters import instant
from estate.web.filters import month as month_name


def report(
    office: Identity,
    month: date,
    rates: Sequence[tuple[str, str, str, Sequence[Rate]]],
    faults: Sequence[Seen],
    missed: Sequence[Missed],
    made_at: str,
    *,
    practice: bool = False,
) -> bytes:
    """A PDF. rates: title, what its first column is, what that says where a rate has no name, and the rates."""
    data: dict[str, Any] = {
        "lang": "zh" if office.locale == "zh_CN" else "en",
        "office": office.community_name,
        "title": _("Report of patrol"),
        "month": month_name(month),
        "practice": _("PRACTICE – not valid") if practice else "",
        "none": _("None"),
        "tables": [*(_rates(*one) for one in rates), _faults(faults), _missed(missed)],
        "kept": _(
            "Rounds and checks are kept for at least a year, those about fire protection for five years; "
            "nothing is deleted by itself."
        ),
        "signs": [_("Made by"), _("Manager")],
        "made": _("Made at %(when)s", when=instant(made_at)),
    }
    return typeset("patrol-report", data)


def _rates(title: str, first: str, blank: str, found: Sequence[Rate]) -> dict[str, Any]:
    heads = [_("Rounds"), _("Points due"), _("In time"), _("Checked late"), _("Missed"), _("Skipped")]
    heads += [_("Sent later"), _("Faults found"), _("Rate")]
    rows = [
        [
            one.name or blank,
            *(str(n) for n in (one.rounds, one.due, one.checked, one.late, one.missed, one.skipped)),
            *(str(n) for n in (one.made_up, one.faults)),
            one.percent,
        ]
        for one in found
    ]
    return _table(title, [first, *heads], rows, wide=(0,), numeric=range(1, 10))


def _faults(found: Sequence[Seen]) -> dict[str, Any]:
    heads = [_("Checked at"), _("Point of patrol"), _("Who checked"), _("Note")]
    rows = [[instant(one.done_at), one.point, one.who, one.note] for one in found]
    return _table(_("Faults found"), heads, rows, wide=(1, 3))


def _missed(found: Sequence[Missed]) -> dict[str, Any]:
    heads = [_("Time"), _("Patrol round"), _("Point of patrol"), _("Who walks it"), _("What")]
    rows = [[instant(one.due_from), one.round, one.point, one.person or "–", _what(one)] for one in found]
    return _table(_("Points missed or left out"), heads, rows, wide=(1, 2, 4))


def _what(one: Missed) -> str:
    said = str(words.POINT_STATES[one.state][1])
    if one.reason:
        said = f"{said}{_(': ')}{one.reason}"
    return f"{said} · {_('Sent later')} {instant(one.made_up)}" if one.made_up else said


def _table(
    title: str,
    heads: list[str],
    rows: list[list[str]],
    *,
    wide: Sequence[int],
    numeric: Sequence[int] = (),
) -> dict[str, Any]:
    widths = [place in wide for place in range(len(heads))]
    return {"title": title, "heads": heads, "rows": rows, "widths": widths, "numeric": list(numeric)}
