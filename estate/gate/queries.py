"""Passes and their entries, for pages and other features."""

from typing import Any, NamedTuple

from estate.access.me import Me
from estate.access.scopes import OWN_HOME_IDS, params
from estate.data import Reader, clock
from estate.gate.rules_passes import Held, verdict
from estate.people.queries import CURRENT

PAGE = 50


class Pass(NamedTuple):
    """A pass. most_uses None: as often as needed; works: whether the works of a worker's permit go on (visitors: 1).

    moved: who announced them has left the home.
    """

    id: int
    kind: str
    home_id: int
    home_code: str
    person_id: int | None
    permit_id: int | None
    name: str
    plate: str
    from_on: str
    until_on: str
    most_uses: int | None
    used: int
    code: str
    token: str
    live: int
    made_at: str
    made_by: str
    cancelled_at: str | None
    forgotten_at: str | None
    works: int
    moved: int

    @property
    def verdict(self) -> str:
        """How it stands today (rules_passes.verdict)."""
        cancelled = bool(self.cancelled_at or self.moved)
        held = Held(self.from_on, self.until_on, self.most_uses, self.used, cancelled, bool(self.works))
        return verdict(held, clock.today().isoformat())

    @property
    def spoken_code(self) -> str:
        """`482 913`."""
        return f"{self.code[:3]} {self.code[3:]}"


class Entry(NamedTuple):
    """Somebody who was let in."""

    id: int
    pass_id: int
    at: str
    who: str


WORKS_GO_ON = """(p.permit_id IS NULL OR EXISTS (
    SELECT 1 FROM permits AS w WHERE w.id = p.permit_id AND w.state = 'approved'))"""
HAS_MOVED = f"""(p.person_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM residencies AS r WHERE r.home_id = p.home_id AND r.person_id = p.person_id AND {CURRENT}))"""
_PASS = f"""
    SELECT p.id, p.kind, p.home_id, h.code AS home_code, p.person_id, p.permit_id, p.name, p.plate, p.from_on,
           p.until_on, p.most_uses, p.used, p.code, p.token, p.live, p.made_at, p.made_by, p.cancelled_at,
           p.forgotten_at, {WORKS_GO_ON} AS works, {HAS_MOVED} AS moved
      FROM gate_passes AS p JOIN homes AS h ON h.id = p.home_id
"""
_MINE = f"p.kind = 'visitor' AND p.person_id = :scope_person AND p.home_id IN ({OWN_HOME_IDS})"


def _one(db: Reader, where: str, **values: Any) -> Pass | None:
    return db.row(Pass, f"{_PASS} {where}", **values, day=clock.today().isoformat())


def _all(db: Reader, where: str, **values: Any) -> list[Pass]:
    return db.rows(Pass, f"{_PASS} {where}", **values, day=clock.today().isoformat())


def pass_(db: Reader, pass_id: int) -> Pass | None:
    """One pass."""
    return _one(db, "WHERE p.id = :pass_id", pass_id=pass_id)


def by_code(db: Reader, code: str) -> Pass | None:
    """The live pass with this number."""
    return _one(db, "WHERE p.code = :code AND p.live = 1", code=code)


def last_of_code(db: Reader, code: str) -> Pass | None:
    """The pass that had this number last and ended within a month, so that the gate can say why it is none any more."""
    where = "WHERE p.code = :code AND p.live = 0 AND p.until_on >= date(:day, '-31 days') ORDER BY p.id DESC"
    return _one(db, where, code=code)


def by_token(db: Reader, token: str) -> Pass | None:
    """The pass of a QR code."""
    return _one(db, "WHERE p.token = :token", token=token)


def by_key(db: Reader, key: str) -> int | None:
    """The pass that an idempotency key became."""
    return db.value("SELECT id FROM gate_passes WHERE key = :key", key=key)


def passes_of_permit(db: Reader, permit_id: int) -> list[Pass]:
    """The workers' passes of a renovation."""
    return _all(db, "WHERE p.permit_id = :permit_id ORDER BY p.id", permit_id=permit_id)


def entries(db: Reader, pass_id: int) -> list[Entry]:
    """Who was let in by it, the latest first."""
    return db.rows(
        Entry,
        "SELECT id, pass_id, at, who FROM gate_entries WHERE pass_id = :pass_id ORDER BY id DESC LIMIT 100",
        pass_id=pass_id,
    )


def own(db: Reader, me: Me, pass_id: int) -> Pass | None:
    """One visitor whom this person announced for a home that is theirs."""
    return _one(db, f"WHERE p.id = :pass_id AND {_MINE}", pass_id=pass_id, **params(me))


def all_own(db: Reader, me: Me, most: int = 50) -> list[Pass]:
    """The visitors whom this person announced, the latest first."""
    return _all(db, f"WHERE {_MINE} ORDER BY p.id DESC LIMIT :most", most=most, **params(me))


def expected(db: Reader, most: int = 100) -> list[Pass]:
    """Whom the gate may expect today: live passes that hold and are not used up, by home."""
    return _all(
        db,
        f"""
        WHERE p.live = 1 AND p.until_on >= :day AND p.from_on <= :day AND (p.most_uses IS NULL OR p.used < p.most_uses)
          AND {WORKS_GO_ON} AND NOT {HAS_MOVED}
        ORDER BY h.sort, p.id LIMIT :most
        """,
        most=most,
    )


class Listed(NamedTuple):
    """One page of the register and how many there are in all."""

    passes: list[Pass]
    total: int


def passes_page(db: Reader, home_id: int | None, kind: str, number: int = 1) -> Listed:
    """A page of 50 passes, the latest first; of one home, or of one kind where given."""
    wanted: dict[str, Any] = {"p.home_id = :home_id": home_id, "p.kind = :kind": kind}
    where = " AND ".join(clause for clause, value in wanted.items() if value) or "1"
    values = {"home_id": home_id, "kind": kind}
    total = int(db.value(f"SELECT count(*) FROM gate_passes AS p WHERE {where}", **values))
    rows = _all(
        db,
        f"""WHERE p.id IN (SELECT p.id FROM gate_passes AS p WHERE {where}
                           ORDER BY p.id DESC LIMIT :limit OFFSET :offset) ORDER BY p.id DESC""",
        **values,
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    return Listed(rows, total)


def entered_on(db: Reader, day: str) -> int:
    """How often somebody was let in on a day."""
    return int(db.value("SELECT count(*) FROM gate_entries WHERE day = :day", day=day))
