"""Labels on paper: 24 to a sheet of A4 (70 × 37 mm, 3 × 8), or a single big one to hang up (A5)."""

from collections.abc import Sequence
from typing import Any

from estate.documents.typeset import typeset
from estate.i18n import gettext as _
from estate.labels.subjects import Thing
from estate.office.identity import Identity
from estate.web.lan import qr_svg

ON_A_SHEET = 24
MOST = 20 * ON_A_SHEET
"""Labels in one file: about 3 seconds and 20 sheets."""


def sheet(
    office: Identity, labels: Sequence[tuple[Thing, str]], *, first: int = 1, practice: bool = False
) -> bytes:
    """A PDF of these things with the addresses that their codes hold. first: the label of the first sheet to begin at."""
    return typeset("qr-labels", _data(office, labels, practice) | {"skip": first - 1}, for_screens=False)


def single(office: Identity, thing: Thing, url: str, *, practice: bool = False) -> bytes:
    """A PDF of one big label."""
    return typeset("qr-label", _data(office, [(thing, url)], practice), for_screens=False)


def _data(office: Identity, labels: Sequence[tuple[Thing, str]], practice: bool) -> dict[str, Any]:
    return {
        "lang": "zh" if office.locale == "zh_CN" else "en",
        "office": office.community_name,
        "call": _("Scan to report a fault"),
        "phone": office.phone,
        "practice": _("PRACTICE – not valid") if practice else "",
        "labels": [
            {
                "code": thing.code,
                "title": thing.title,
                "where": thing.where,
                "url": url,
                "qr": str(qr_svg(url, scale=1)),
            }
            for thing, url in labels
        ],
    }
