"""The permit of a renovation on paper, to hang at the door: works, days, rules, and the passes of its workers."""

from collections.abc import Sequence
from typing import Any

from estate.data import Reader
from estate.data.clock import day_of
from estate.documents.content import common
from estate.documents.typeset import typeset
from estate.gate.queries import Pass
from estate.gate.queries_permits import Permit, steps
from estate.gate.words_permits import WORKS
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.web.filters import day
from estate.web.lan import qr_svg


def permit_pdf(
    db: Reader, permit: Permit, rules: str, workers: Sequence[Pass], house: str, *, practice: bool
) -> bytes:
    """A PDF: the permit, and a card for every worker. house: the address of the house, for the codes."""
    return typeset("permit", data(db, permit, rules, workers, house, practice=practice))


def data(
    db: Reader, permit: Permit, rules: str, workers: Sequence[Pass], house: str, *, practice: bool
) -> dict[str, Any]:
    """What the sheet says."""
    sheet = {
        "title": _("Permit of renovation"),
        "number": permit.number,
        "date": day(_given_on(db, permit)),
        "qr": str(qr_svg(f"{house}/permit/{permit.token}", scale=1)),
        "facts": [],
        "large": [
            [_("Home"), permit.home_code],
            [_("From"), day(permit.from_on)],
            [_("Until"), day(permit.until_on)],
        ],
        "lines": [
            [_("Firm that does it"), f"{permit.firm} {permit.firm_phone}"],
            [_("What is renovated"), _(", ").join(str(WORKS[one]) for one in permit.kinds)],
            *([[_("More about it"), permit.text]] if permit.text else []),
        ],
        "rules_title": _("Rules of renovation"),
        "rules": rules,
        "foot": "\n".join([_("The code shows how this permit stands today."), *_whom_to_tell(db)]),
        "workers_title": _("Workers' passes"),
        "workers": [
            {
                "name": one.name or _("Worker"),
                "code": one.spoken_code,
                "qr": str(qr_svg(f"{house}/pass/{one.token}", scale=1)),
                "until": _("until %(day)s", day=day(one.until_on)),
            }
            for one in workers
        ],
    }
    return {"common": common(db, practice=practice), "sheets": [sheet]}


def _given_on(db: Reader, permit: Permit) -> str:
    """The day on which it was given, not that of the application."""
    given = (one.at for one in steps(db, permit.id) if one.step == "approve")
    return next((day_of(at) for at in given), permit.made_on)


def _whom_to_tell(db: Reader) -> list[str]:
    """Where neighbours turn who hear or see more than is permitted."""
    phone = identity(db).phone
    return (
        [_("Noise out of hours, or works that are not named here: please call %(phone)s.", phone=phone)]
        if phone
        else []
    )
