"""Coverage of a day, week or month: each point by day, each route by its rate, each building; numbers are counts of points due.

What was cancelled was not due. A point that was left out with a reason was due and is counted as left out.
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from estate.data import Reader


class Cell(NamedTuple):
    """One point on one day: how often it was due, checked, late, missed, left out, and how many faults were found."""

    point_id: int
    day: str
    due: int
    checked: int
    late: int
    missed: int
    skipped: int
    faults: int

    @property
    def tone(self) -> str:
        """The state of the day as the page colours it."""
        if self.missed:
            return "overdue"
        if self.checked + self.late + self.skipped < self.due:
            return "info"
        return "waiting" if self.late or self.skipped else "settled"


class Rate(NamedTuple):
    """How much of what was due was checked: of a route, or of a building."""

    id: int | None
    name: str
    rounds: int
    due: int
    checked: int
    late: int
    missed: int
    skipped: int
    made_up: int
    faults: int

    @property
    def permille(self) -> int:
        """Points checked, in thousandths of those whose time is over; whole rounds down."""
        over = self.checked + self.late + self.missed + self.skipped
        return (self.checked + self.late) * 1000 // over if over else 1000

    @property
    def percent(self) -> str:
        """The rate as people read it."""
        return f"{self.permille // 10}.{self.permille % 10} %"

    @property
    def tone(self) -> str:
        """The state as the map colours it; `info` while nothing of it is over."""
        if self.missed:
            return "overdue"
        if self.late or self.skipped:
            return "waiting"
        return "settled" if self.checked else "info"


_COUNTS = """
    count(*) AS due, sum(rp.state = 'checked') AS checked, sum(rp.state = 'late') AS late,
    sum(rp.state = 'missed') AS missed, sum(rp.state = 'skipped') AS skipped
"""
_FROM = """
      FROM patrol_rounds AS r JOIN patrol_round_points AS rp ON rp.round_id = r.id
      JOIN patrol_points AS p ON p.id = rp.point_id
      LEFT JOIN patrol_checks AS c ON c.id = rp.check_id
     WHERE r.due_on BETWEEN :first AND :last AND r.state <> 'cancelled'
"""


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


class Period(NamedTuple):
    """Whose coverage is looked at. name: day, week or month."""

    name: str
    first: date
    last: date

    @property
    def asked(self) -> str:
        """As the address says it."""
        return f"{self.name}={self.first.isoformat()}"

    @property
    def before(self) -> "Period":
        return period(self.name, self.first - timedelta(days=1))

    @property
    def after(self) -> "Period":
        return period(self.name, self.last + timedelta(days=1))

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def period(name: str, day: date) -> Period:
    """The day, the week from Monday on, or the month in which a day lies."""
    if name == "day":
        return Period(name, day, day)
    if name == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(name, monday, monday + timedelta(days=6))
    return Period("month", *month_of(day))


def cells(db: Reader, first: date, last: date) -> dict[int, dict[str, Cell]]:
    """Every point by day."""
    sql = f"""
        SELECT rp.point_id, r.due_on AS day, {_COUNTS}, ifnull(sum(c.abnormal), 0) AS faults {_FROM}
         GROUP BY rp.point_id, r.due_on
    """
    found: dict[int, dict[str, Cell]] = {}
    for one in db.rows(Cell, sql, first=first.isoformat(), last=last.isoformat()):
        found.setdefault(one.point_id, {})[one.day] = one
    return found


def by_route(db: Reader, first: date, last: date) -> list[Rate]:
    """The routes that had rounds, by name."""
    return _rates(db, "r.route_id", "max(r.name)", first, last)


def by_building(db: Reader, first: date, last: date) -> list[Rate]:
    """The buildings that have points, in their order; what belongs to none last."""
    building = "(SELECT b.code FROM buildings AS b WHERE b.id = p.building_id)"
    return _rates(db, "p.building_id", f"ifnull({building}, '')", first, last)


def by_point(db: Reader, first: date, last: date) -> list[Rate]:
    """The points that were due, by name."""
    return _rates(db, "rp.point_id", "max(p.name)", first, last)


def by_person(db: Reader, first: date, last: date) -> list[Rate]:
    """Who had rounds, with what was missed on them."""
    name = "(SELECT a.name FROM accounts AS a WHERE a.id = r.account_id)"
    return _rates(db, "r.account_id", f"ifnull({name}, '')", first, last)


def _rates(db: Reader, group: str, name: str, first: date, last: date) -> list[Rate]:
    sql = f"""
        SELECT {group} AS id, {name} AS name, count(DISTINCT r.id) AS rounds, {_COUNTS},
               sum(rp.state = 'missed' AND rp.check_id IS NOT NULL) AS made_up,
               ifnull(sum(c.abnormal), 0) AS faults {_FROM}
         GROUP BY {group} ORDER BY {group} IS NULL, name
    """
    return db.rows(Rate, sql, first=first.isoformat(), last=last.isoformat())
