"""The search box of every staff page: a full page, and as one types the list under the box."""

from typing import Any

from estate.access.me import Me
from estate.access.permissions import (
    BILLS_READ,
    COMPLAINTS_READ,
    EQUIPMENT_READ,
    PEOPLE_READ,
    RECEIPTS_READ,
    REPAIRS_READ,
    SEARCH,
)
from estate.arrears import queries as arrears
from estate.billing import queries as billing
from estate.community.queries import Home
from estate.community.queries_lists import homes_meant
from estate.complaints import queries as complaints
from estate.complaints import words as complaint_words
from estate.data import Reader, clock, read
from estate.equipment import queries as equipment
from estate.equipment import words as equipment_words
from estate.i18n import gettext as _
from estate.people.queries_find import Found
from estate.repairs import queries_numbers as repairs
from estate.repairs import words as repair_words
from estate.search import records
from estate.search.rules import LONGEST, Wish, read_wish
from estate.web import Posted, Response, get, page
from estate.web.filters import area, day, money
from estate.web.masking import mask_phone

Groups = list[dict[str, Any]]
WHILE_TYPING, ON_THE_PAGE = 6, 30


@get("/search", permission=SEARCH)
def search(asked: Posted, me: Me) -> Response:
    """Homes, people, vehicles and receipts that the text may mean, as far as this person may see them."""
    q = asked.get("q").strip()[:LONGEST]
    limit = ON_THE_PAGE if asked.get("all") else WHILE_TYPING
    with read() as db:
        groups = find(db, q, me, limit) if q else []
    return page("search/index.html", part="search/_results.html", groups=groups, q=q, limit=limit)


def find(db: Reader, q: str, me: Me, limit: int) -> Groups:
    """The answer as ui.results shows it; each group only for those who may open what it leads to."""
    wish = read_wish(q)
    groups: Groups = [{"label": _("Homes"), "items": _homes(db, homes_meant(db, q, limit), me)}]
    if me.may(PEOPLE_READ):
        groups.append({"label": _("People"), "items": _people(records.people(db, wish, limit))})
        groups.append(
            {"label": _("Phone numbers"), "items": _people(records.people_by_phone(db, wish, limit))}
        )
        groups.append({"label": _("Vehicles"), "items": _vehicles(db, wish, limit)})
    if me.may(RECEIPTS_READ):
        groups.append({"label": _("Receipts"), "items": _receipts(db, wish, limit)})
    if me.may(REPAIRS_READ) and wish.receipt:
        groups.append({"label": _("Work orders"), "items": _orders(db, wish, me, limit)})
    if me.may(COMPLAINTS_READ) and wish.receipt:
        groups.append({"label": _("Complaints"), "items": _complaints(db, wish, me, limit)})
    if me.may(EQUIPMENT_READ):
        groups.append({"label": _("Equipment"), "items": _equipment(db, q, limit)})
    return groups


def _homes(db: Reader, homes: list[Home], me: Me) -> list[dict[str, str]]:
    ids, today = [home.id for home in homes], clock.today()
    names = records.payers(db, ids, today) if me.may(PEOPLE_READ) else {}
    owed = billing.owed_by_home(db, today.isoformat(), ids) if me.may(BILLS_READ) else {}
    late = arrears.marks(db, ids) if owed else arrears.Marks()
    found: list[dict[str, str]] = []
    for home in homes:
        item = {
            "href": f"/homes/{home.id}",
            "title": home.code,
            "note": names.get(home.id) or f"{area(home.area_dm2)} m²",
        }
        if mark := late[home.id]:
            word = _("¥%(sum)s · %(days)s d", sum=money(mark.overdue_fen), days=mark.days)
            item.update(state="overdue", word=word)
        elif debt := owed.get(home.id):
            item.update(state="waiting", word=f"¥{money(debt.balance_fen)}")
        found.append(item)
    return found


def _people(people: list[Found]) -> list[dict[str, str]]:
    return [
        {
            "href": f"/people/{one.person_id}",
            "title": one.name,
            "note": " · ".join(part for part in (one.homes, one.phone and mask_phone(one.phone)) if part),
        }
        for one in people
    ]


def _vehicles(db: Reader, wish: Wish, limit: int) -> list[dict[str, str]]:
    return [
        {"href": f"/homes/{car.home_id}", "title": car.plate, "note": car.home_code}
        for car in records.vehicles(db, wish, limit)
    ]


def _receipts(db: Reader, wish: Wish, limit: int) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for slip in records.receipts(db, wish, limit):
        item = {
            "href": f"/receipts/{slip.number}",
            "title": slip.number,
            "note": f"{slip.home_code} · {slip.payer_name} · ¥{money(slip.amount_fen)} · {day(slip.taken_on)}",
        }
        if slip.kind == "reversal":
            item.update(state="neutral", word=_("Reversal"))
        elif slip.void_id:
            item.update(state="neutral", word=_("Void"))
        elif slip.reversed_by:
            item.update(state="neutral", word=_("Reversed"))
        found.append(item)
    return found


def _orders(db: Reader, wish: Wish, me: Me, limit: int) -> list[dict[str, str]]:
    """Work orders by their number or its beginning."""
    return [
        {
            "href": f"/repairs/{one.id}",
            "title": one.number,
            "note": f"{one.title} · {one.location}",
            "state": repair_words.STATES[one.state][0],
            "word": str(repair_words.STATES[one.state][1]),
        }
        for one in repairs.numbered(db, me, wish.receipt, limit)
    ]


def _complaints(db: Reader, wish: Wish, me: Me, limit: int) -> list[dict[str, str]]:
    """Complaints by their number or its beginning; who made them is not said."""
    return [
        {
            "href": f"/complaints/{one.id}",
            "title": one.number,
            "note": one.title,
            "state": complaint_words.STATES[one.state][0],
            "word": str(complaint_words.STATES[one.state][1]),
        }
        for one in complaints.numbered(db, me, wish.receipt, limit)
    ]


def _equipment(db: Reader, q: str, limit: int) -> list[dict[str, str]]:
    """Pieces by number, name or place; of what does not run its state."""
    found: list[dict[str, str]] = []
    for one in equipment.choices(db, q, limit):
        item = {
            "href": f"/equipment/{one.id}",
            "title": one.title,
            "note": equipment_words.place(one.location, one.building, one.entrance),
        }
        if one.state != "in_use":
            item |= {
                "state": equipment_words.BADGES[one.state],
                "word": str(equipment_words.STATES[one.state]),
            }
        found.append(item)
    return found


ROUTES = [search]
