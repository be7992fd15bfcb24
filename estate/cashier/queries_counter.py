"""What the counter shows: the households that a few letters find, and what each payer of a home owes."""

from typing import NamedTuple

import msgspec

from estate.billing.queries import OpenCharge, open_charges
from estate.community import queries as community
from estate.community.rules_rooms import code_prefixes, parse_room
from estate.data import Reader, clock
from estate.people import queries as people
from estate.people import queries_find as find

MOST = 20


class Household(NamedTuple):
    """A home found by a search. payer: who is liable now; hit: the person who was found, when it is another one."""

    home_id: int
    home_code: str
    payer: str | None
    hit: str | None
    owed_fen: int


class Payer(NamedTuple):
    """Somebody who owes for a home, or would. former: no longer its owner; such arrears stay their own."""

    person_id: int
    name: str
    former: bool
    charges: list[OpenCharge]

    @property
    def owed_fen(self) -> int:
        """All that is open, in fen."""
        return sum(charge.balance_fen for charge in self.charges)

    def overdue_fen(self, today: str) -> int:
        """What is open and past its due date, in fen."""
        return sum(charge.balance_fen for charge in self.charges if charge.due_on < today)


def find_households(db: Reader, text: str) -> list[Household]:
    """Homes by room in any spelling, by the name, initials or pinyin of somebody of the household, now or formerly,
    or by the end of a phone number; at most twenty, the likeliest first."""
    text = text.strip()
    if not text:
        return []
    hits = dict.fromkeys(_by_room(db, text), 0)
    found = find.find_by_phone_tail(db, text, MOST) if text.isdigit() else find.find_by_name(db, text, MOST)
    for home_id, person_id in _homes_of(db, [one.person_id for one in found]):
        hits.setdefault(home_id, person_id)
    return _shown(db, dict(list(hits.items())[:MOST]))


def payers(db: Reader, home_id: int) -> list[Payer]:
    """Who owes for a home with what is open, the present payer first, then by the oldest debt."""
    today = clock.today()
    present = people.payer_of(db, home_id, today)
    owners = {
        one.person_id for one in people.residents_of(db, home_id, today) if one.role in ("owner", "co_owner")
    }
    groups: dict[int, list[OpenCharge]] = {present.person_id: []} if present else {}
    names = {present.person_id: present.name} if present else {}
    for charge in open_charges(db, home_id):
        groups.setdefault(charge.payer_id, []).append(charge)
        names.setdefault(charge.payer_id, charge.payer_name)
    return [Payer(one, names[one], one not in owners, charges) for one, charges in groups.items()]


def _by_room(db: Reader, text: str) -> list[int]:
    known = community.building_codes(db)
    ids: list[int] = []
    for room in parse_room(text, known):
        for prefix in code_prefixes(room, known):
            ids += db.values(
                """
                SELECT id FROM homes WHERE code >= :prefix AND code < :prefix || char(0x10FFFF)
                 ORDER BY code <> :prefix, sort LIMIT :most
                """,
                prefix=prefix,
                most=MOST,
            )
        if room.building is None and room.room:
            ids += db.values(
                """
                SELECT h.id FROM entrances AS e JOIN homes AS h ON h.entrance_id = e.id AND h.room = :room
                 WHERE :entrance IS NULL OR e.code = :entrance ORDER BY h.sort LIMIT :most
                """,
                room=room.room,
                entrance=room.entrance,
                most=MOST,
            )
    return ids


def _homes_of(db: Reader, person_ids: list[int]) -> list[tuple[int, int]]:
    rows = db.tuples(
        """
        SELECT r.home_id, r.person_id
          FROM json_each(:ids) AS w JOIN residencies AS r ON r.person_id = w.value JOIN homes AS h ON h.id = r.home_id
         ORDER BY w.key, h.sort LIMIT :most
        """,
        ids=msgspec.json.encode(person_ids).decode(),
        most=MOST,
    )
    return [(home_id, person_id) for home_id, person_id in rows]


def _shown(db: Reader, hits: dict[int, int]) -> list[Household]:
    return db.rows(
        Household,
        """
        SELECT h.id AS home_id, h.code AS home_code,
               (SELECT o.name FROM v_liable_owners AS o
                 WHERE o.home_id = h.id AND (o.from_date IS NULL OR o.from_date <= :day)
                   AND (o.to_date IS NULL OR o.to_date >= :day)
                 ORDER BY o.rank LIMIT 1) AS payer,
               p.name AS hit,
               (SELECT ifnull(sum(b.balance_fen), 0) FROM charge_balances AS b
                 WHERE b.home_id = h.id AND b.balance_fen > 0) AS owed_fen
          FROM json_each(:hits) AS w
          JOIN homes AS h ON h.id = w.value ->> 0
          LEFT JOIN people AS p ON p.id = w.value ->> 1
         ORDER BY w.key
        """,
        hits=msgspec.json.encode(list(hits.items())).decode(),
        day=clock.today().isoformat(),
    )
