"""Complaints and their steps, for pages and for other features. Instants are UTC text, days ISO.

Who wished to stay unnamed is unnamed here: the queries themselves leave out name, phone and home. `identity` alone
knows, for the pages on which somebody may look.
"""

from typing import NamedTuple

from estate.access.me import Me
from estate.access.permissions import (
    COMPLAINTS_HANDLE,
    COMPLAINTS_MANAGE,
    COMPLAINTS_READ,
    COMPLAINTS_REVEAL,
)
from estate.complaints.rules_steps import CLOSED, HANDLER, MANAGER, OFFICE, OPEN, TRUSTED
from estate.data import Reader


class Complaint(NamedTuple):
    """A complaint as the office sees it: reporter_name, reporter_phone, home_id and home_code are empty for who wished
    to stay unnamed. anonymous: nobody knows who it was. location: what it is about, in words. answer_by, reply_by: until
    when its clocks are kept, from clock_from on. main_id: the one that it follows as a duplicate."""

    id: int
    number: str
    source: str
    kind: str
    category: str
    category_name: str
    title: str
    text: str
    unnamed: int
    anonymous: int
    reporter_id: int | None
    reporter_name: str
    reporter_phone: str
    home_id: int | None
    home_code: str
    about_home_id: int | None
    about_account_id: int | None
    place_id: int | None
    equipment_id: int | None
    building_id: int | None
    location: str
    received_at: str
    who: str
    split_from_id: int | None
    state: str
    since: str
    handler_id: int | None
    handler_name: str
    main_id: int | None
    clock_from: str
    answer_by: str
    reply_by: str
    first_at: str | None
    replied_at: str | None
    closed_at: str | None
    escalated_at: str | None
    outcome: str | None
    cause: str | None
    result: int | None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED


class Identity(NamedTuple):
    """Who complained, whatever they wished. reporter_id: None where it is not known."""

    reporter_id: int | None
    name: str
    phone: str
    home_id: int | None
    home_code: str


class Step(NamedTuple):
    """One step that a complaint took, a recorded fact. text: for the complainer or from them; reason: for the office."""

    id: int
    complaint_id: int
    step: str
    from_state: str | None
    to_state: str
    party: str
    at: str
    account_id: int | None
    who: str
    handler_id: int | None
    handler_name: str
    text: str
    reason: str
    category: str | None
    outcome: str | None
    cause: str | None
    result: int | None
    other_id: int | None
    other_number: str


def _columns(*, named: bool) -> str:
    """named: with who complained, whatever they wished; for their own pages."""
    hidden = {"c.reporter_id": "NULL", "c.reporter_name": "''", "c.reporter_phone": "''", "c.home_id": "NULL"}
    who = [
        f"{column} AS {column[2:]}"
        if named
        else f"CASE c.unnamed WHEN 0 THEN {column} ELSE {empty} END AS {column[2:]}"
        for column, empty in hidden.items()
    ]
    code = "ifnull(h.code, '')" if named else "CASE c.unnamed WHEN 0 THEN ifnull(h.code, '') ELSE '' END"
    return f"""
        c.id, c.number, c.source, c.kind, c.category, k.name AS category_name, c.title, c.text, c.unnamed,
        c.reporter_id IS NULL AND c.reporter_name = '' AND c.home_id IS NULL AS anonymous, {", ".join(who)},
        {code} AS home_code, c.about_home_id, c.about_account_id, c.place_id, c.equipment_id, c.building_id,
        c.location, c.received_at, c.who, c.split_from_id, c.state, c.since, c.handler_id, c.handler_name, c.main_id,
        c.clock_from, c.answer_by, c.reply_by, c.first_at, c.replied_at, c.closed_at, c.escalated_at, c.outcome, c.cause,
        c.result"""


_FROM = """FROM complaints AS c JOIN complaint_categories AS k ON k.code = c.category
           LEFT JOIN homes AS h ON h.id = c.home_id """
COMPLAINT = f"SELECT {_columns(named=False)} {_FROM}"
OWN = f"SELECT {_columns(named=True)} {_FROM}"

VISIBLE = "c.about_account_id IS NOT :scope_account"
"""The complaints `c` that somebody of the office may see: all but those about themselves."""


def scope(me: Me) -> dict[str, object]:
    """The parameters of VISIBLE."""
    return {"scope_account": me.account_id}


def complaint(db: Reader, complaint_id: int) -> Complaint | None:
    """One complaint, whoever asks; unnamed is who wished it."""
    return db.row(Complaint, COMPLAINT + "WHERE c.id = :complaint_id", complaint_id=complaint_id)


def visible(db: Reader, me: Me, complaint_id: int) -> Complaint | None:
    """One complaint as somebody of the office may see it."""
    sql = f"{COMPLAINT} WHERE c.id = :complaint_id AND {VISIBLE}"
    return db.row(Complaint, sql, complaint_id=complaint_id, **scope(me))


def by_number(db: Reader, me: Me, number: str) -> Complaint | None:
    """The complaint of a number as somebody of the office may see it."""
    sql = f"{COMPLAINT} WHERE c.number = upper(:number) AND {VISIBLE}"
    return db.row(Complaint, sql, number=number.strip(), **scope(me))


def identity(db: Reader, complaint_id: int) -> Identity:
    """Who complained, whatever they wished: for what is done for them, and where somebody may look."""
    found = db.row(
        Identity,
        """
        SELECT c.reporter_id, c.reporter_name AS name, c.reporter_phone AS phone, c.home_id,
               ifnull(h.code, '') AS home_code
          FROM complaints AS c LEFT JOIN homes AS h ON h.id = c.home_id WHERE c.id = :complaint_id
        """,
        complaint_id=complaint_id,
    )
    assert found is not None, complaint_id
    return found


def parties(db: Reader, me: Me, found: Complaint) -> frozenset[str]:
    """As what somebody of the office may act on a complaint (see rules_steps); as nothing on one about themselves."""
    if found.about_account_id == me.account_id:
        return frozenset()
    handles = me.may(COMPLAINTS_HANDLE)
    has_it = handles and found.handler_id == me.account_id
    mine = {
        OFFICE: handles,
        HANDLER: has_it,
        TRUSTED: has_it and me.may(COMPLAINTS_REVEAL) and is_trusted(db, found.id),
        MANAGER: me.may(COMPLAINTS_MANAGE),
    }
    return frozenset(party for party, yes in mine.items() if yes)


def is_trusted(db: Reader, complaint_id: int) -> bool:
    """Whether a manager handed a complaint to who has it, and that is enough to look who stays unnamed.

    Who took it by themselves, or has it from a colleague, may not.
    """
    return bool(
        db.value(
            """
            SELECT s.step = 'hand' AND s.party = 'manager' AND c.reveal = 'handed'
              FROM complaint_steps AS s, complaint_settings AS c
             WHERE s.complaint_id = :complaint_id AND s.step IN ('take', 'hand') ORDER BY s.id DESC LIMIT 1
            """,
            complaint_id=complaint_id,
        )
    )


def knows(found: Complaint, mine: frozenset[str]) -> bool:
    """Whether somebody may know who complained: of who stays unnamed, the manager and who is trusted with it."""
    return not found.unnamed or bool(mine & {TRUSTED, MANAGER})


def steps(db: Reader, complaint_id: int) -> list[Step]:
    """The steps that a complaint took, in order."""
    return db.rows(
        Step,
        """
        SELECT s.id, s.complaint_id, s.step, s.from_state, s.to_state, s.party, s.at, s.account_id, s.who, s.handler_id,
               s.handler_name, s.text, s.reason, s.category, s.outcome, s.cause, s.result, s.other_id,
               ifnull(o.number, '') AS other_number
          FROM complaint_steps AS s LEFT JOIN complaints AS o ON o.id = s.other_id
         WHERE s.complaint_id = :complaint_id ORDER BY s.id
        """,
        complaint_id=complaint_id,
    )


_FOLLOWERS = """
    WITH RECURSIVE followers (id) AS (
        SELECT id FROM complaints WHERE main_id = :complaint_id
        UNION SELECT c.id FROM complaints AS c JOIN followers AS f ON c.main_id = f.id)
"""


def duplicates(db: Reader, complaint_id: int) -> list[Complaint]:
    """The complaints that follow this one, those that follow them too."""
    sql = f"{_FOLLOWERS} {COMPLAINT} WHERE c.id IN (SELECT id FROM followers) ORDER BY c.id"
    return db.rows(Complaint, sql, complaint_id=complaint_id)


def parts(db: Reader, complaint_id: int) -> list[Complaint]:
    """The complaints that were split off this one, and off those."""
    return db.rows(
        Complaint,
        f"""
        WITH RECURSIVE parts (id) AS (
            SELECT id FROM complaints WHERE split_from_id = :complaint_id
            UNION SELECT c.id FROM complaints AS c JOIN parts AS p ON c.split_from_id = p.id)
        {COMPLAINT} WHERE c.id IN (SELECT id FROM parts) ORDER BY c.id
        """,
        complaint_id=complaint_id,
    )


def main_of(db: Reader, complaint_id: int) -> int:
    """The complaint that one follows in the end; itself where it stands for itself."""
    return int(
        db.value(
            """
            WITH RECURSIVE chain (id, main_id) AS (
                SELECT id, main_id FROM complaints WHERE id = :complaint_id
                UNION SELECT c.id, c.main_id FROM complaints AS c JOIN chain ON c.id = chain.main_id)
            SELECT id FROM chain WHERE main_id IS NULL
            """,
            complaint_id=complaint_id,
        )
    )


def waiting(db: Reader, me: Me) -> int:
    """How many have had no answer at all yet, of those that somebody of the office may see."""
    if not me.may(COMPLAINTS_READ):
        return 0
    sql = f"SELECT count(*) FROM complaints AS c WHERE c.state = 'received' AND {VISIBLE}"
    return int(db.value(sql, **scope(me)))


def of_home(db: Reader, me: Me, home_id: int, most: int = 5) -> list[Complaint]:
    """What was complained of by name from a home, the latest first."""
    sql = f"{COMPLAINT} WHERE c.home_id = :home_id AND c.unnamed = 0 AND {VISIBLE} ORDER BY c.id DESC LIMIT :most"
    return db.rows(Complaint, sql, home_id=home_id, most=most, **scope(me))


def offered_kinds(db: Reader) -> list[tuple[str, str]]:
    """The kinds that are offered, code and the office's own name, empty where it is the program's."""
    return db.tuples(
        "SELECT code, name FROM complaint_categories WHERE retired_at IS NULL ORDER BY rank, code"
    )


def numbered(db: Reader, me: Me, number: str, most: int) -> list[Complaint]:
    """The complaints whose number begins like this, the latest first."""
    return db.rows(
        Complaint,
        f"""{COMPLAINT} WHERE c.number >= :number AND c.number < :after AND {VISIBLE}
             ORDER BY c.number DESC LIMIT :most""",
        number=number,
        after=f"{number}\U0010ffff",
        most=most,
        **scope(me),
    )
