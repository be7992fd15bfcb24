"""Permits of renovations, for pages and other features."""

from datetime import date, timedelta
from typing import Any, NamedTuple

import msgspec

from estate.access.me import Me
from estate.access.scopes import OWN_HOME_IDS, params
from estate.data import Reader, clock
from estate.deposits import queries as deposits
from estate.deposits.queries import Deposit
from estate.gate.queries import PAGE, Pass, passes_of_permit
from estate.gate.queries_settings import days
from estate.gate.rules_permits import OPEN, overrun
from estate.gate.words_permits import RULES
from estate.i18n import speaking
from estate.office.identity import identity


class Permit(NamedTuple):
    """A renovation. works: codes of what is done, as JSON; deposit_id: what was left for it."""

    id: int
    number: str
    token: str
    home_id: int
    home_code: str
    person_id: int | None
    person_name: str
    firm: str
    firm_phone: str
    works: str
    text: str
    from_on: str
    until_on: str
    rules_id: int
    deposit_id: int | None
    state: str
    made_at: str
    made_on: str
    source: str
    made_by: str

    @property
    def kinds(self) -> list[str]:
        return msgspec.json.decode(self.works, type=list[str])

    @property
    def overrun(self) -> bool:
        """Whether the works go on after their last day."""
        return overrun(self.state, self.until_on, clock.today())

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Step(NamedTuple):
    """What was done about it, in order."""

    id: int
    step: str
    to_state: str
    result: str | None
    until_on: str | None
    reason: str
    at: str
    who: str


class Listed(NamedTuple):
    """One page of the list and how many there are in all."""

    permits: list[Permit]
    total: int


_PERMIT = """
    SELECT p.id, p.number, p.token, p.home_id, h.code AS home_code, p.person_id, p.person_name, p.firm, p.firm_phone,
           p.works, p.text, p.from_on, p.until_on, p.rules_id, p.deposit_id, p.state, p.made_at, p.made_on, p.source,
           p.made_by
      FROM permits AS p JOIN homes AS h ON h.id = p.home_id
"""
_MINE = f"""(p.person_id = :scope_person OR (p.home_id IN ({OWN_HOME_IDS}) AND EXISTS (
    SELECT 1 FROM residencies AS t
     WHERE t.home_id = p.home_id AND t.person_id = :scope_person AND t.role IN ('owner', 'co_owner', 'tenant')
       AND (t.from_date IS NULL OR t.from_date <= p.made_on)
       AND (t.to_date IS NULL OR t.to_date >= :scope_day))))"""


def permit(db: Reader, permit_id: int) -> Permit | None:
    """One permit."""
    return db.row(Permit, _PERMIT + "WHERE p.id = :permit_id", permit_id=permit_id)


def by_token(db: Reader, token: str) -> Permit | None:
    """The permit of a QR code at a door."""
    return db.row(Permit, _PERMIT + "WHERE p.token = :token", token=token)


def by_key(db: Reader, key: str) -> int | None:
    """The permit that an idempotency key became."""
    return db.value("SELECT id FROM permits WHERE key = :key", key=key)


def steps(db: Reader, permit_id: int) -> list[Step]:
    """Its course."""
    return db.rows(
        Step,
        """
        SELECT id, step, to_state, result, until_on, reason, at, who FROM permit_steps
         WHERE permit_id = :permit_id ORDER BY id
        """,
        permit_id=permit_id,
    )


def permits_page(db: Reader, state: str, home_id: int | None, number: int = 1) -> Listed:
    """A page of 50 permits, the latest first; of one state (`open` for all that are) or one home where given."""
    wanted: dict[str, Any] = {
        f"p.state IN {OPEN}": state == "open",
        "p.state = :state": state if state != "open" else "",
        "p.home_id = :home_id": home_id,
    }
    where = " AND ".join(clause for clause, value in wanted.items() if value) or "1"
    values = {"state": state, "home_id": home_id}
    total = int(db.value(f"SELECT count(*) FROM permits AS p WHERE {where}", **values))
    rows = db.rows(
        Permit,
        f"{_PERMIT} WHERE {where} ORDER BY p.id DESC LIMIT :limit OFFSET :offset",
        **values,
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    return Listed(rows, total)


def counts(db: Reader) -> dict[str, int]:
    """How many there are in each state."""
    return dict(db.tuples("SELECT state, count(*) FROM permits GROUP BY state"))


def waiting(db: Reader) -> int:
    """How many wait for the office: to decide, or to be accepted."""
    return int(db.value("SELECT count(*) FROM permits WHERE state IN ('applied', 'completed')"))


def to_remind(db: Reader, today: date) -> list[Permit]:
    """Works that have begun and whose last day is near or past, where that was not told of this last day yet."""
    return db.rows(
        Permit,
        f"""
        {_PERMIT} WHERE p.state IN ('approved', 'stopped') AND p.from_on <= :today AND p.until_on <= :horizon
           AND NOT EXISTS (
             SELECT 1 FROM permit_reminders AS m
              WHERE m.permit_id = p.id AND m.until_on = p.until_on
                AND m.about = CASE WHEN p.until_on < :today THEN 'ended' ELSE 'ending' END)
         ORDER BY p.until_on, p.id
        """,
        today=today.isoformat(),
        horizon=(today + timedelta(days=days(db).permit_days)).isoformat(),
    )


def own(db: Reader, me: Me, permit_id: int) -> Permit | None:
    """One permit that this person applied for, or that is of their home in their time."""
    return db.row(Permit, f"{_PERMIT} WHERE p.id = :permit_id AND {_MINE}", permit_id=permit_id, **params(me))


def all_own(db: Reader, me: Me, most: int = 50) -> list[Permit]:
    """Theirs, the latest first."""
    return db.rows(Permit, f"{_PERMIT} WHERE {_MINE} ORDER BY p.id DESC LIMIT :most", most=most, **params(me))


def of_deposit(db: Reader, deposit_id: int) -> Permit | None:
    """The renovation for which a deposit was left."""
    return db.row(Permit, _PERMIT + "WHERE p.deposit_id = :deposit_id", deposit_id=deposit_id)


def free_deposits(db: Reader, permit: Permit) -> list[Deposit]:
    """The deposits of its home that may be named on a permit: held, for works, and named on no other."""
    named = db.values(
        "SELECT deposit_id FROM permits WHERE home_id = :home AND deposit_id IS NOT NULL AND id <> :id",
        home=permit.home_id,
        id=permit.id,
    )
    held = deposits.held_of_home(db, permit.home_id)
    return [one for one in held if one.kind != "access_card" and one.id not in named]


def workers(db: Reader, permit_id: int) -> list[Pass]:
    """The workers' passes of a permit that were not cancelled."""
    return [one for one in passes_of_permit(db, permit_id) if not one.cancelled_at]


def rules_text(db: Reader) -> str:
    """The rules of renovation as they are now; those of the program in the language of the office."""
    own = db.value("SELECT text FROM permit_rules ORDER BY id DESC LIMIT 1")
    if own:
        return str(own)
    with speaking(identity(db).locale):
        return str(RULES)


def accepted_rules(db: Reader, rules_id: int) -> str:
    """The rules as somebody accepted them."""
    return str(db.value("SELECT text FROM permit_rules WHERE id = :rules_id", rules_id=rules_id))
