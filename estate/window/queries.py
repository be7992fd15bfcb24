"""The service window, for pages and other features. Prices in fen, times as `08:30`."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from estate.data import Reader, clock
from estate.penalties import queries as penalties
from estate.window.kinds import PHONES
from estate.window.rules_hours import Hours, Span, Standing, standing


class SpecialDay(NamedTuple):
    """A day with hours of its own; without any it is closed. spans: `08:30-12:00`, apart by blanks."""

    day: str
    note: str
    spans: str

    @property
    def hours(self) -> tuple[Span, ...]:
        return tuple(_span(*one.split("-")) for one in self.spans.split())


class Phone(NamedTuple):
    """A number to call."""

    id: int
    kind: str
    name: str
    number: str
    note: str
    retired_at: str | None

    @property
    def dial(self) -> str:
        """The number as a phone dials it."""
        return "".join(one for one in self.number if one.isdigit() or one == "+")


class Service(NamedTuple):
    """A service with its price; of one in the price list of repairs, the price there. price_fen 0: included."""

    id: int
    name: str
    unit: str
    price_fen: int
    basis: str
    note: str
    material_item_id: int | None
    retired_at: str | None


_PHONE = "SELECT id, kind, name, number, note, retired_at FROM office_phones "
_SERVICE = """
    SELECT s.id, s.name, coalesce(nullif(s.unit, ''), m.unit) AS unit, coalesce(m.price_fen, s.price_fen) AS price_fen,
           s.basis, s.note, s.material_item_id, s.retired_at
      FROM service_items AS s LEFT JOIN material_items AS m ON m.id = s.material_item_id
"""


def hours(db: Reader) -> Hours:
    """When the office is open: its week, its exceptions from yesterday on, and the calendar's days off."""
    week: dict[int, tuple[Span, ...]] = {}
    for weekday, opens, closes in db.tuples(
        "SELECT weekday, opens, closes FROM office_hours ORDER BY weekday, opens"
    ):
        week[weekday] = (*week.get(weekday, ()), _span(opens, closes))
    yesterday = clock.today() - timedelta(days=1)  # its night may last until now
    own = {date.fromisoformat(one.day): one.hours for one in special_days(db, yesterday)}
    return Hours(week, own, penalties.holidays(db))


def now(db: Reader) -> Standing:
    """How the office stands at this moment."""
    return standing(hours(db), local_now())


def local_now() -> datetime:
    """This moment in the community."""
    return clock.now().astimezone(clock.zone())


def special_days(db: Reader, since: date | None = None) -> list[SpecialDay]:
    """Days with hours of their own, from a day on; from today when none is named."""
    return db.rows(
        SpecialDay,
        """
        SELECT d.day, d.note, ifnull(group_concat(h.opens || '-' || h.closes, ' '), '') AS spans
          FROM office_special_days AS d LEFT JOIN office_special_hours AS h ON h.day = d.day
         WHERE d.day >= :since GROUP BY d.day ORDER BY d.day
        """,
        since=(since or clock.today()).isoformat(),
    )


def phones(db: Reader) -> list[Phone]:
    """The numbers in use: the office's own, then whom to call for help."""
    found = db.rows(Phone, _PHONE + "WHERE retired_at IS NULL ORDER BY id")
    order = list(PHONES)
    return sorted(found, key=lambda one: order.index(one.kind))


def phone(db: Reader, phone_id: int) -> Phone | None:
    """One number."""
    return db.row(Phone, _PHONE + "WHERE id = :phone_id", phone_id=phone_id)


def services(db: Reader) -> list[Service]:
    """The services in use, in the order of their entering."""
    return db.rows(Service, _SERVICE + "WHERE s.retired_at IS NULL AND m.active IS NOT 0 ORDER BY s.id")


def service(db: Reader, service_id: int) -> Service | None:
    """One service."""
    return db.row(Service, _SERVICE + "WHERE s.id = :service_id", service_id=service_id)


def _span(opens: str, closes: str) -> Span:
    return Span(time.fromisoformat(opens), time.fromisoformat(closes))
