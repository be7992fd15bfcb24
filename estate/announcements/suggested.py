"""The announcement that a repair or the upkeep of equipment suggests: an address with what is known of it filled in."""

from urllib.parse import urlencode

from estate.announcements.causes import written
from estate.i18n import gettext as _t
from estate.i18n import lazy as _

CUTS: dict[str, tuple[str, str]] = {
    "plumbing": ("water", _("Water cut")),
    "electrical": ("power", _("Power cut")),
    "elevator": ("works", _("Lift out of service")),
    "fire": ("works", _("Work on the fire protection")),
    "garage": ("works", _("Work on the gates of the car park")),
    "masonry": ("works", _("Building works")),
}
"""By category of repairs: of which kind its announcement is, and what people have to do without meanwhile."""


def suggested(
    fault: str,
    place: str,
    on: str,
    *,
    building_id: int | None = None,
    entrance_id: int | None = None,
    what: str = "",
    order_id: int | None = None,
    equipment_id: int | None = None,
) -> str:
    """The address of a new announcement; empty for what cuts nobody off.

    fault: the category of repairs. place, what: in words, where and at what it is worked. on: the day, ISO text.
    building_id, entrance_id: whom it would be for, the narrower of the two. order_id, equipment_id: what suggests it.
    """
    if fault not in CUTS:
        return ""
    kind, cut = CUTS[fault]
    title = _t("%(kind)s: %(place)s", kind=cut, place=place) if place else str(cut)
    given = {"kind": kind, "title": title[:80], "text": what or place, "starts_on": on}
    if building_id:
        given["at"] = f"entrance:{entrance_id}" if entrance_id else f"building:{building_id}"
    if because := written(order_id, equipment_id):
        given["because"] = because
    return f"/announcements/new?{urlencode(given)}"
