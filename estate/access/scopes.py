"""What an owner or tenant may see, as SQL: their present homes, and the charges and receipts that are theirs.

Two rules:
- A home is one's own while one is its owner, co-owner or tenant, by the days of the residency. Family members and
  contacts have no scope of their own.
- A charge or receipt is one's own when one is its payer, for ever; or when its payer shares the household, that is:
  both are owner, co-owner or tenant of that home today. A tenant sees of the others only what falls into the tenancy.
So a former owner keeps seeing what they themselves owe and paid, and nothing that came after; a new owner sees
nothing of the former one.

The fragments need the parameters of `params(me)`.
"""

from typing import Any, NamedTuple

from estate.access.me import Me
from estate.data import Reader, clock


class OwnHome(NamedTuple):
    """A home of the person who asks, by id and canonical code; role: owner, co_owner or tenant."""

    id: int
    code: str
    role: str


_PRESENT = """(r.from_date IS NULL OR r.from_date <= :scope_day) AND (r.to_date IS NULL OR r.to_date >= :scope_day)
       AND r.role IN ('owner', 'co_owner', 'tenant')"""

OWN_HOME_IDS = f"SELECT r.home_id FROM residencies r WHERE r.person_id = :scope_person AND {_PRESENT}"
"""Home ids; use it as `home_id IN (…)`."""

_HOUSEHOLD = f"""
    SELECT 1 FROM residencies r JOIN residencies o ON o.home_id = r.home_id
     WHERE r.person_id = :scope_person AND {_PRESENT}
       AND {_PRESENT.replace("r.", "o.")}
"""


def params(me: Me) -> dict[str, Any]:
    """The parameters of the fragments: who asks, on which day. An account without a person sees nothing."""
    return {"scope_person": me.person_id, "scope_day": clock.today().isoformat()}


def own_homes(db: Reader, me: Me) -> list[OwnHome]:
    """One's present homes, in natural order; each once, by the strongest role."""
    rows = db.rows(
        OwnHome,
        f"""
        SELECT h.id, h.code, r.role FROM residencies r JOIN homes h ON h.id = r.home_id
         WHERE r.person_id = :scope_person AND {_PRESENT}
         ORDER BY h.sort, h.id, CASE r.role WHEN 'owner' THEN 1 WHEN 'co_owner' THEN 2 ELSE 3 END
        """,
        **params(me),
    )
    return list({row.id: row for row in reversed(rows)}.values())[::-1]


def is_own_home(db: Reader, me: Me, home_id: int) -> bool:
    """Whether this home is one's own today."""
    return bool(db.value(f"SELECT :home_id IN ({OWN_HOME_IDS})", home_id=home_id, **params(me)))


def own_payments(alias: str, day: str) -> str:
    """The condition that a row with `home_id` and `payer_id` (a charge, its balance, a receipt) is one's own.

    alias: the table's name in the query. day: its date column that decides what falls into a tenancy, such as
    `period_to` of charges, `due_on` of charge_balances, `taken_on` of receipts.
    """
    return f"""({alias}.payer_id = :scope_person OR EXISTS (
        {_HOUSEHOLD} AND r.home_id = {alias}.home_id AND o.person_id = {alias}.payer_id
        AND (r.role <> 'tenant' OR r.from_date IS NULL OR {alias}.{day} >= r.from_date)))"""
