"""Earlier complaints beside one. Of who stays unnamed the home is not compared: that would give it away."""

from typing import NamedTuple

from estate.access.me import Me
from estate.complaints.queries import COMPLAINT, VISIBLE, Complaint, scope
from estate.complaints.rules_similar import Case, similar
from estate.data import Reader

LOOKED_AT = 300
"""So many of the latest that may be alike are compared."""


class Similar(NamedTuple):
    """An earlier complaint and why it is shown: codes of words.SIMILAR."""

    complaint: Complaint
    why: tuple[str, ...]


def beside(db: Reader, me: Me, found: Complaint) -> list[Similar]:
    """Those most like one, of those that this person may see."""
    rows = db.rows(
        Complaint,
        f"""
        {COMPLAINT} WHERE c.id IN (
            SELECT id FROM (SELECT id FROM complaints WHERE category = :category ORDER BY id DESC LIMIT {LOOKED_AT})
            UNION SELECT id FROM (SELECT id FROM complaints WHERE home_id = :home_id AND unnamed = 0
                                   ORDER BY id DESC LIMIT {LOOKED_AT})
            UNION SELECT id FROM (SELECT id FROM complaints WHERE building_id = :building_id
                                   ORDER BY id DESC LIMIT {LOOKED_AT})
            UNION SELECT id FROM (SELECT id FROM complaints ORDER BY id DESC LIMIT {LOOKED_AT}))
          AND c.id <> :id AND {VISIBLE}
        """,
        category=found.category,
        home_id=found.home_id,
        building_id=found.building_id,
        id=found.id,
        **scope(me),
    )
    by_id = {one.id: one for one in rows}
    return [Similar(by_id[one.id], one.why) for one in similar(_case(found), map(_case, rows))]


def _case(one: Complaint) -> Case:
    about = (
        ("home", one.about_home_id)
        if one.about_home_id
        else ("equipment", one.equipment_id)
        if one.equipment_id
        else ("place", one.place_id)
        if one.place_id
        else ("words", one.location)
        if one.location
        else None
    )
    return Case(one.id, one.category, one.home_id, about, f"{one.title} {one.text[:300]}")
