"""A disclosure on paper, for the notice board; its code opens the same page without sign-in."""

from collections.abc import Sequence
from typing import Any

from estate.data import Reader
from estate.disclosure import words
from estate.disclosure.queries import Disclosure
from estate.documents.content import common
from estate.documents.typeset import typeset
from estate.i18n import gettext as _
from estate.web.filters import day
from estate.web.lan import qr_svg


def sheet(
    db: Reader, one: Disclosure, sections: Sequence[dict[str, Any]], url: str, *, practice: bool
) -> bytes:
    """The PDF of these sections. url: what the code opens."""
    period = words.period_of(one.kind, one.first_on, one.last_on)
    made = {
        "title": _("Disclosure of property services"),
        "number": "",
        "running": f"{_('Disclosure of property services')} · {period}",
        "date": day(one.published_on) if one.published_on else _("Draft"),
        "qr": str(qr_svg(url, scale=1)),
        "facts": [
            [_("Period disclosed"), period],
            [_("From"), day(one.first_on)],
            [_("Until"), day(one.last_on)],
            *([[_("Version"), str(one.version)]] if one.version > 1 else []),
        ],
        "sections": list(sections),
        "foot": _(
            "The code opens this disclosure as it was published. Questions and doubts: please tell the office."
        ),
    }
    return typeset("disclosure", {"common": common(db, practice=practice), "sheets": [made]})
