"""Who may vote for a unit beside its owners, and what was objected. Instants UTC text, days ISO."""

from typing import NamedTuple

from estate.data import Reader, clock


class Representative(NamedTuple):
    unit_id: int
    person_id: int
    name: str
    note: str
    at: str
    who: str


class Proxy(NamedTuple):
    """Somebody who votes for a unit by its owners' written word. state: waiting, checked, refused."""

    id: int
    vote_id: int
    unit_id: int
    holder: str
    holder_person_id: int | None
    from_date: str
    to_date: str
    note: str
    at: str
    account_id: int | None
    who: str
    state: str
    decided_account_id: int | None
    decided_at: str | None
    decided_by: str
    reason: str
    seq: int
    home_id: int
    label: str
    homes: int
    owners: str


class Objection(NamedTuple):
    """A word against the roll or against a ballot. answer: empty until the office has answered."""

    id: int
    vote_id: int
    kind: str
    home_id: int | None
    home_code: str | None
    person_id: int | None
    text: str
    at: str
    who: str
    answer: str
    answered_at: str | None
    answered_by: str


_REPRESENTATIVE = """
    SELECT r.unit_id, r.person_id, p.name, r.note, r.at, r.who
      FROM vote_representatives AS r JOIN people AS p ON p.id = r.person_id
"""
_PROXY = f"""
    SELECT {", ".join(f"x.{name}" for name in Proxy._fields[:16])}, u.seq, u.first_home_id AS home_id, u.label, u.homes,
           u.owners
      FROM vote_proxies AS x JOIN vote_units AS u ON u.id = x.unit_id
"""
_OBJECTION = """
    SELECT o.id, o.vote_id, o.kind, o.home_id, h.code AS home_code, o.person_id, o.text, o.at, o.who, o.answer,
           o.answered_at, o.answered_by
      FROM vote_objections AS o LEFT JOIN homes AS h ON h.id = o.home_id
"""


def representative(db: Reader, unit_id: int) -> Representative | None:
    return db.row(Representative, f"{_REPRESENTATIVE} WHERE r.unit_id = :id", id=unit_id)


def representatives(db: Reader, vote_id: int, unit_ids: list[int]) -> dict[int, Representative]:
    named = ", ".join(str(int(one)) for one in unit_ids)
    found = db.rows(
        Representative,
        f"""
        {_REPRESENTATIVE} JOIN vote_units AS u ON u.id = r.unit_id
         WHERE u.vote_id = :id AND r.unit_id IN ({named})
        """,
        id=vote_id,
    )
    return {one.unit_id: one for one in found}


def proxy(db: Reader, proxy_id: int) -> Proxy | None:
    return db.row(Proxy, f"{_PROXY} WHERE x.id = :id", id=proxy_id)


def proxies(db: Reader, vote_id: int) -> list[Proxy]:
    """Proxies of a vote, what waits for the second person first."""
    return db.rows(Proxy, f"{_PROXY} WHERE x.vote_id = :id ORDER BY x.state <> 'waiting', x.id", id=vote_id)


def valid_proxies(db: Reader, unit_id: int, day: str) -> list[Proxy]:
    """Checked proxies of a unit that hold on a day."""
    return db.rows(
        Proxy,
        f"{_PROXY} WHERE x.unit_id = :id AND x.state = 'checked' AND :day BETWEEN x.from_date AND x.to_date ORDER BY x.id",
        id=unit_id,
        day=day,
    )


def paper_proxies(db: Reader, unit_id: int, opened_on: str) -> list[Proxy]:
    """Checked proxies of a unit that held at some time since the opening: a paper is entered later than it was signed."""
    return db.rows(
        Proxy,
        f"""
        {_PROXY} WHERE x.unit_id = :id AND x.state = 'checked' AND x.to_date >= :opened_on AND x.from_date <= :today
         ORDER BY x.id
        """,
        id=unit_id,
        opened_on=opened_on,
        today=clock.today().isoformat(),
    )


def is_used(db: Reader, proxy_id: int) -> bool:
    """Whether somebody voted by a proxy, or a paper that it signed has come in."""
    sql = """SELECT 1 FROM vote_marks WHERE proxy_id = :id UNION ALL SELECT 1 FROM vote_entries WHERE proxy_id = :id"""
    return bool(db.value(sql, id=proxy_id))


def objections(db: Reader, vote_id: int) -> list[Objection]:
    """What was objected, the unanswered first."""
    return db.rows(
        Objection, f"{_OBJECTION} WHERE o.vote_id = :id ORDER BY o.answered_at IS NOT NULL, o.id", id=vote_id
    )


def own_objections(db: Reader, vote_id: int, person_id: int, home_ids: list[int]) -> list[Objection]:
    """What somebody objected, or a co-owner of their homes did."""
    named = ", ".join(str(int(one)) for one in home_ids)
    return db.rows(
        Objection,
        f"{_OBJECTION} WHERE o.vote_id = :id AND (o.person_id = :person_id OR o.home_id IN ({named})) ORDER BY o.id",
        id=vote_id,
        person_id=person_id,
    )


def unanswered(db: Reader, vote_id: int, kind: str) -> int:
    return int(
        db.value(
            "SELECT count(*) FROM vote_objections WHERE vote_id = :id AND kind = :kind AND answered_at IS NULL",
            id=vote_id,
            kind=kind,
        )
    )
