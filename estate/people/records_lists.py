"""The lists: people page by page, who of a building has no account, somebody who seems to be known already."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from estate.data import Reader, clock
from estate.people.queries import CURRENT, FIRST_PHONE
from estate.people.queries_find import like

PAGE = 50


class Listed(NamedTuple):
    """A line of the list. account: '', invited, open or closed."""

    id: int
    kind: str
    name: str
    phone: str | None
    phones: int
    account: str


class Place(NamedTuple):
    """A present home of somebody in the list."""

    person_id: int
    home_id: int
    home_code: str
    role: str


class PeoplePage(NamedTuple):
    """One page of people, how many there are in all, page and pages from 1, and their present homes by person."""

    people: list[Listed]
    places: dict[int, list[Place]]
    total: int
    page: int
    pages: int


class BuildingInvited(NamedTuple):
    """How far the owners and tenants of a building are with their accounts."""

    id: int
    code: str
    name: str
    people: int
    accounts: int
    invited: int


_LIVING = "r.role IN ('owner', 'co_owner', 'tenant')"
_OPEN = "i.used_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > :now"


def people_page(db: Reader, *, q: str = "", role: str = "", page: int = 1) -> PeoplePage:
    """People by pinyin. q: name, pinyin, initials, end of a phone number, home code. role: a role in force today,
    `company`, or `former` for those without a present home."""
    where, params = _where(q.strip(), role)
    params["day"] = clock.today().isoformat()
    order = f"SELECT p.id FROM people p WHERE {where} ORDER BY p.pinyin, p.id"
    if q.strip() or role:  # one look at all of them costs less than counting first
        every: list[int] = db.values(order, **params)
        total, pages, page = _within(len(every), page)
        ids = every[(page - 1) * PAGE : page * PAGE]
    else:
        total, pages, page = _within(db.value("SELECT count(*) FROM people"), page)
        ids = db.values(f"{order} LIMIT {PAGE} OFFSET :offset", **params, offset=(page - 1) * PAGE)
    chosen = msgspec.json.encode(ids).decode()
    return PeoplePage(_listed(db, chosen), _places(db, chosen), total, page, pages)


def _within(total: int, page: int) -> tuple[int, int, int]:
    """How many in all, pages, and the page that is shown when this one is asked for."""
    pages = max(1, -(-total // PAGE))
    return total, pages, min(max(page, 1), pages)


def _where(q: str, role: str) -> tuple[str, dict[str, Any]]:
    clauses, params = ["1"], {"role": role}
    if role == "company":
        clauses.append("p.kind = 'company'")
    elif role == "former":
        clauses.append(f"NOT EXISTS (SELECT 1 FROM residencies r WHERE r.person_id = p.id AND {CURRENT})")
    elif role:
        clauses.append(f"p.id IN (SELECT r.person_id FROM residencies r WHERE r.role = :role AND {CURRENT})")
    if q:
        clauses.append(f"p.id IN ({' UNION '.join(_ways(q))})")
        begins = q.lower().replace(" ", "")
        params |= {"holds": f"%{like(q)}%", "tail": f"%{like(q)}", "end": q[-4:], "begins": begins}
        params["after"] = begins + "\U0010ffff"
    return " AND ".join(clauses), params


def _ways(q: str) -> list[str]:
    """Queries that answer person ids, each by an index but for the search inside names."""
    inside = "SELECT id FROM people WHERE name LIKE :holds ESCAPE '\\'"
    at_home = """SELECT r.person_id FROM residencies r JOIN homes h ON h.id = r.home_id
                  WHERE h.code = :begins"""
    if not q.isascii():
        return [inside]
    if q.isdigit():
        near = "substr(number, -4) = :end AND " if len(q) >= 4 else ""
        return [at_home, f"SELECT person_id FROM phones WHERE {near} number LIKE :tail"]
    if any(sign.isdigit() for sign in q):
        return [at_home, inside]
    by_sound = [
        f"SELECT id FROM people WHERE {c} >= :begins AND {c} < :after" for c in ("initials", "pinyin")
    ]
    return [*by_sound, inside] if len(q) > 3 else by_sound


def _listed(db: Reader, chosen: str) -> list[Listed]:
    return db.rows(
        Listed,
        f"""
        SELECT p.id, p.kind, p.name, {FIRST_PHONE} AS phone,
               (SELECT count(*) FROM phones f WHERE f.person_id = p.id) AS phones,
               CASE WHEN a.disabled_at IS NOT NULL THEN 'closed' WHEN a.id IS NOT NULL THEN 'open'
                    WHEN EXISTS (SELECT 1 FROM invitations i WHERE i.person_id = p.id AND {_OPEN}) THEN 'invited'
                    ELSE '' END AS account
          FROM people p LEFT JOIN accounts a ON a.person_id = p.id
         WHERE p.id IN (SELECT value FROM json_each(:chosen)) ORDER BY p.pinyin, p.id
        """,
        chosen=chosen,
        now=clock.stamp(),
    )


def _places(db: Reader, chosen: str) -> dict[int, list[Place]]:
    found: dict[int, list[Place]] = {}
    for place in db.rows(
        Place,
        f"""
        SELECT r.person_id, r.home_id, h.code AS home_code, r.role
          FROM residencies r JOIN homes h ON h.id = r.home_id
         WHERE r.person_id IN (SELECT value FROM json_each(:chosen)) AND {CURRENT} ORDER BY h.sort
        """,
        chosen=chosen,
        day=clock.today().isoformat(),
    ):
        found.setdefault(place.person_id, []).append(place)
    return found


def uninvited(db: Reader, building_id: int, *, again: bool) -> list[tuple[int, str, str]]:
    """Owners and tenants of a building without an account: (person id, name, home codes), by home.

    again: those too whose slip is under way.
    """
    waiting = (
        "" if again else f"AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.person_id = p.id AND {_OPEN})"
    )
    return db.tuples(
        f"""
        SELECT p.id, p.name, group_concat(DISTINCT h.code) AS homes
          FROM residencies r JOIN people p ON p.id = r.person_id JOIN homes h ON h.id = r.home_id
          JOIN entrances e ON e.id = h.entrance_id
         WHERE e.building_id = :building_id AND {_LIVING} AND {CURRENT}
           AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = p.id) {waiting}
         GROUP BY p.id ORDER BY min(h.sort), p.id
        """,
        building_id=building_id,
        day=clock.today().isoformat(),
        now=clock.stamp(),
    )


def uninvited_among(db: Reader, person_ids: Sequence[int], *, again: bool) -> list[int]:
    """Of these people, the owners and tenants without an account; again: those too whose slip is under way."""
    waiting = (
        "" if again else f"AND NOT EXISTS (SELECT 1 FROM invitations i WHERE i.person_id = p.id AND {_OPEN})"
    )
    return db.values(
        f"""
        SELECT p.id FROM json_each(:ids) AS w JOIN people p ON p.id = w.value
         WHERE EXISTS (SELECT 1 FROM residencies r WHERE r.person_id = p.id AND {_LIVING} AND {CURRENT})
           AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.person_id = p.id) {waiting}
        """,
        ids=msgspec.json.encode(list(person_ids)).decode(),
        day=clock.today().isoformat(),
        now=clock.stamp(),
    )


def buildings_invited(db: Reader) -> list[BuildingInvited]:
    """Every building with its owners and tenants, how many have an account, how many a slip under way."""
    return db.rows(
        BuildingInvited,
        f"""
        WITH living AS (
            SELECT DISTINCT e.building_id, r.person_id
              FROM residencies r JOIN homes h ON h.id = r.home_id JOIN entrances e ON e.id = h.entrance_id
             WHERE {_LIVING} AND {CURRENT})
        SELECT b.id, b.code, b.name, count(l.person_id) AS people, count(a.id) AS accounts,
               count(CASE WHEN a.id IS NULL THEN w.person_id END) AS invited
          FROM buildings b LEFT JOIN living l ON l.building_id = b.id
          LEFT JOIN accounts a ON a.person_id = l.person_id
          LEFT JOIN (SELECT DISTINCT i.person_id FROM invitations i WHERE {_OPEN}) w ON w.person_id = l.person_id
         GROUP BY b.id ORDER BY b.sort, b.id
        """,
        day=clock.today().isoformat(),
        now=clock.stamp(),
    )


def known(db: Reader, name: str, phone: str) -> tuple[int, str] | None:
    """Somebody with this name and number: (id, present home codes)."""
    found = db.tuples(
        f"""
        SELECT p.id, coalesce((SELECT group_concat(DISTINCT h.code) FROM residencies r JOIN homes h ON h.id = r.home_id
                                WHERE r.person_id = p.id AND {CURRENT}), '') AS homes
          FROM phones f JOIN people p ON p.id = f.person_id
         WHERE f.number = :phone AND p.name = :name ORDER BY p.id LIMIT 1
        """,
        name=name,
        phone=phone,
        day=clock.today().isoformat(),
    )
    return found[0] if found else None
