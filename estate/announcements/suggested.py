"""The announcement that a repair or the upkeep of equipment suggests: an address with what is known of it filled in."""

from urllib.parse import urlencode

from estate.announcements import words
from estate.i18n import gettext as _

CUTS: dict[str, str] = {
    "plumbing": "water",
    "electrical": "power",
    "elevator": "works",
    "fire": "works",
    "garage": "works",
    "masonry": "works",
}
"""What people have to do without while something of these categories of repairs is worked on."""


def suggested(fault: str, place: str, on: str, *, building_id: int | None = None, what: str = "") -> str:
    """The address of a new announcement; empty for what cuts nobody off.

    fault: the category of repairs. place, what: in words, where and at what it is worked. on: the day, ISO text.
    building_id: whom it would be for.
    """
    kind = CUTS.get(fault)
    if kind is None:
        return ""
    title = _("%(kind)s: %(place)s", kind=words.KINDS[kind], place=place) if place else str(words.KINDS[kind])
    given = {"kind": kind, "title": title[:80], "text": what or place, "starts_on": on}
    if building_id:
        given["at"] = f"building:{building_id}"
    return f"/announcements/new?{urlencode(given)}"
