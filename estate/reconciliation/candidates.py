"""What the records offer for the open lines of a page: receipts, debts, claims; read for all lines at once."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from estate.community import queries as community
from estate.community.rules_remark import homes_in_remark
from estate.community.rules_rooms import Known, parse_room
from estate.data import Reader, clock
from estate.people import queries as people
from estate.reconciliation.records import Line, lines_page
from estate.reconciliation.rules_match import Debt, Proposal, Taken, doubt_shared, propose
from estate.reconciliation.words import METHODS

NEAR_DAYS = 7
_ROOM = re.compile(r"[A-Za-z0-9０-９一二三四五六七八九十甲乙丙丁栋幢座棟号楼单元门室#＃\-－—]{3,20}")


class Owed(NamedTuple):
    home_id: int
    payer_id: int
    owed_fen: int


class _Claimed(NamedTuple):
    id: int
    home_id: int
    payer_id: int
    amount_fen: int


class _Near(NamedTuple):
    line_id: int
    receipt_id: int
    number: str
    home_code: str
    payer_name: str
    amount_fen: int
    same_voucher: int
    days: int


def proposals(db: Reader, lines: Sequence[Line]) -> dict[int, list[Proposal]]:
    """For each open line everything that it can be, the surest first, held against the other lines."""
    waiting = [line for line in lines if line.state == "open"]
    if not waiting:
        return {}
    taken, debts = _receipts(db, waiting), _Debts(db)
    offered = [
        propose(line.amount_fen, line.payer, taken.get(line.id, []), debts.of(line)) for line in waiting
    ]
    return {line.id: found for line, found in zip(waiting, doubt_shared(offered), strict=True)}


def of_statement(db: Reader, statement_id: int) -> list[tuple[Line, Proposal | None]]:
    """The open lines of a statement's first page, each with the surest of what it can be."""
    lines = lines_page(db, statement_id, "open", 1)
    found = proposals(db, lines)
    return [(line, next(iter(found.get(line.id, [])), None)) for line in lines]


def _receipts(db: Reader, lines: Sequence[Line]) -> dict[int, list[Taken]]:
    """Receipts without a line that bear a line's number, or have its amount within a week."""
    asked = [
        {
            "id": one.id,
            "ref": one.reference,
            "method": METHODS[one.channel],
            "fen": one.amount_fen,
            "on": one.on_date,
        }
        for one in lines
    ]
    live = """r.kind = 'receipt' AND r.reversed_by IS NULL AND r.void_id IS NULL AND r.amount_fen = w.value ->> 'fen'
        AND NOT EXISTS (SELECT 1 FROM bank_matches AS m WHERE m.receipt_id = r.id AND m.undone_at IS NULL)"""
    columns = """w.value ->> 'id' AS line_id, r.id AS receipt_id, r.number, r.home_code, r.payer_name, r.amount_fen,
        r.channel_ref IS w.value ->> 'ref' AS same_voucher,
        CAST(abs(julianday(r.taken_on) - julianday(w.value ->> 'on')) AS INTEGER) AS days"""
    rows = db.rows(
        _Near,
        f"""
        SELECT {columns} FROM json_each(:lines) AS w
          JOIN receipts AS r ON r.method = w.value ->> 'method' AND r.channel_ref = w.value ->> 'ref' AND {live}
        UNION
        SELECT {columns} FROM json_each(:lines) AS w
          JOIN receipts AS r ON r.taken_on BETWEEN date(w.value ->> 'on', :before) AND date(w.value ->> 'on', :after)
           AND r.method = w.value ->> 'method' AND {live}
        """,
        lines=msgspec.json.encode(asked).decode(),
        before=f"-{NEAR_DAYS} days",
        after=f"+{NEAR_DAYS} days",
    )
    found: dict[int, list[Taken]] = defaultdict(list)
    for row in rows:
        found[row.line_id].append(Taken(*row[1:6], bool(row.same_voucher), row.days))
    return found


class _Debts:
    """Who owes what, looked up by the home's code, its room, the payer's name, a claim, the amount."""

    def __init__(self, db: Reader) -> None:
        self._known: Known = community.building_codes(db)
        self._codes: dict[str, int] = community.home_ids(db)
        self._code_of = {home_id: code for code, home_id in self._codes.items()}
        self._owed: dict[int, dict[int, int]] = defaultdict(dict)
        self._by_amount: dict[int, list[Owed]] = defaultdict(list)
        for one in db.rows(Owed, _OWED):
            self._owed[one.home_id][one.payer_id] = one.owed_fen
            self._by_amount[one.owed_fen].append(one)
        self._names: dict[int, str] = dict(db.tuples(_NAMES))
        self._present = {home: payer.person_id for home, payer in people.payers_on(db, clock.today()).items()}
        self._names |= {payer.person_id: payer.name for payer in people.payers_on(db, clock.today()).values()}
        self._homes_by_name: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for home_id, payer_id in self._everybody():
            self._homes_by_name[self._names.get(payer_id, "")].add((home_id, payer_id))
        self._claims: dict[int, list[_Claimed]] = defaultdict(list)
        for claim in db.rows(_Claimed, _CLAIMS):
            self._claims[claim.amount_fen].append(claim)

    def of(self, line: Line) -> list[Debt]:
        """Every home and payer that the line leads to, with how."""
        by: dict[tuple[int, int], set[str]] = defaultdict(set)
        for home_id in homes_in_remark(line.remark):
            self._note(by, home_id, line.payer, "code")
        for home_id in self._rooms(line.remark):
            self._note(by, home_id, line.payer, "room")
        if line.payer:
            for whose in self._homes_by_name.get(line.payer, ()):
                by[whose].add("name")
        claims: dict[tuple[int, int], int] = {}
        for claim in self._claims.get(line.amount_fen, ()):
            by[claim.home_id, claim.payer_id].add("claim")
            claims[claim.home_id, claim.payer_id] = claim.id
        same_amount = self._by_amount.get(line.amount_fen, ())
        if not by and len(same_amount) == 1:
            by[same_amount[0].home_id, same_amount[0].payer_id].add("amount")
        return [
            Debt(
                home_id,
                self._code_of[home_id],
                payer_id,
                self._names.get(payer_id, ""),
                self._owed.get(home_id, {}).get(payer_id, 0),
                frozenset(how),
                claims.get((home_id, payer_id)),
            )
            for (home_id, payer_id), how in by.items()
            if home_id in self._code_of
        ]

    def _note(self, by: dict[tuple[int, int], set[str]], home_id: int, payer: str, how: str) -> None:
        """The payer of a home that is meant: who is named, else who owes, else who pays now."""
        owing = self._owed.get(home_id, {})
        payers = list(owing) or ([self._present[home_id]] if home_id in self._present else [])
        named = [one for one in payers if self._names.get(one) == payer]
        present = [one for one in payers if one == self._present.get(home_id)]
        for one in (named or present or payers)[:1]:
            by[home_id, one].add(how)

    def _rooms(self, remark: str) -> Iterator[int]:
        for piece in _ROOM.findall(remark):
            for room in parse_room(piece, self._known)[:1]:
                if room.building and room.entrance and room.room:
                    home_id = self._codes.get(f"{room.building}-{room.entrance}-{room.room}")
                    if home_id is not None:
                        yield home_id

    def _everybody(self) -> Iterator[tuple[int, int]]:
        for home_id, payers in self._owed.items():
            for payer_id in payers:
                yield home_id, payer_id
        yield from self._present.items()


_OWED = """
    SELECT home_id, payer_id, sum(balance_fen) AS owed_fen FROM charge_balances
     WHERE balance_fen > 0 GROUP BY home_id, payer_id
"""
_NAMES = """
    SELECT p.id, p.name FROM people AS p
     WHERE p.id IN (SELECT payer_id FROM charge_balances WHERE balance_fen > 0)
"""
_CLAIMS = """
    SELECT c.id, c.home_id, c.payer_id, c.amount_fen FROM payment_claims AS c
     WHERE NOT EXISTS (SELECT 1 FROM claim_answers AS a WHERE a.claim_id = c.id)
"""
