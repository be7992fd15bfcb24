"""Contacts and promises, for pages and other features. Amounts in fen, dates ISO text."""

from collections.abc import Collection
from typing import NamedTuple

import msgspec

from estate.data import Reader


class Contact(NamedTuple):
    """A contact with the promise made in it. outcome: of the promise, `open` while it runs; corrected_by: a later row.

    owed_fen, charges: what was owed then, and the charges as JSON `[[charge_id, balance_fen], …]`.
    closed_at: when somebody said that nothing is left to follow up.
    """

    id: int
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    happened_at: str
    channel: str
    reached: str
    reached_name: str
    number: str
    result: str
    cause: str
    note: str
    witness: str
    recording: str
    next_on: str | None
    owed_fen: int
    charges: str
    corrects_id: int | None
    reason: str | None
    logged_at: str
    account_id: int | None
    who: str
    corrected_by: int | None
    closed_at: str | None
    promise_id: int | None
    promise_on: str | None
    promise_fen: int | None
    in_writing: int | None
    outcome: str | None
    paid_fen: int | None

    @property
    def live(self) -> bool:
        """Whether no later row corrects it."""
        return self.corrected_by is None


class FollowUp(NamedTuple):
    """Somebody to speak with again. cause: `day` has come, or the promise was `broken`. since: that day."""

    contact_id: int
    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    cause: str
    since: str
    result: str
    note: str
    who: str
    promise_on: str | None
    promise_fen: int | None
    owed_fen: int


CONTACT = """
    SELECT c.id, c.home_id, c.home_code, c.payer_id, c.payer_name, c.happened_at, c.channel, c.reached,
           c.reached_name, c.number, c.result, c.cause, c.note, c.witness, c.recording, c.next_on, c.owed_fen,
           c.charges, c.corrects_id, c.reason, c.logged_at, c.account_id, c.who, n.id AS corrected_by,
           d.at AS closed_at, p.id AS promise_id, p.due_on AS promise_on, p.amount_fen AS promise_fen, p.in_writing,
           CASE WHEN p.id IS NOT NULL THEN ifnull(e.outcome, 'open') END AS outcome, e.paid_fen
      FROM contacts AS c
      LEFT JOIN contacts AS n ON n.corrects_id = c.id
      LEFT JOIN contact_closings AS d ON d.contact_id = c.id
      LEFT JOIN promises AS p ON p.contact_id = c.id
      LEFT JOIN promise_ends AS e ON e.promise_id = p.id
"""

# The latest contact of a debt that stands decides; a later one takes an earlier follow-up over.
_FOLLOW_UPS = """
    SELECT c.id AS contact_id, c.home_id, c.home_code, c.payer_id, c.payer_name,
           CASE WHEN e.outcome = 'broken' THEN 'broken' ELSE 'day' END AS cause,
           CASE WHEN e.outcome = 'broken' THEN p.due_on ELSE c.next_on END AS since, c.result, c.note, c.who,
           p.due_on AS promise_on, p.amount_fen AS promise_fen,
           (SELECT ifnull(sum(b.balance_fen), 0) FROM charge_balances AS b
             WHERE b.home_id = c.home_id AND b.payer_id = c.payer_id AND b.balance_fen > 0) AS owed_fen
      FROM contacts AS c
      LEFT JOIN promises AS p ON p.contact_id = c.id
      LEFT JOIN promise_ends AS e ON e.promise_id = p.id
     WHERE (c.next_on <= :today OR e.outcome = 'broken')
       AND NOT EXISTS (SELECT 1 FROM contacts AS n WHERE n.corrects_id = c.id)
       AND NOT EXISTS (SELECT 1 FROM contact_closings AS d WHERE d.contact_id = c.id)
       AND NOT EXISTS (SELECT 1 FROM contacts AS l
                        WHERE l.home_id = c.home_id AND l.payer_id = c.payer_id AND l.id > c.id
                          AND NOT EXISTS (SELECT 1 FROM contacts AS n WHERE n.corrects_id = l.id))
"""


def contact(db: Reader, contact_id: int) -> Contact | None:
    """One contact."""
    return db.row(Contact, CONTACT + "WHERE c.id = :contact_id", contact_id=contact_id)


def of_home(db: Reader, home_id: int, payer_id: int | None = None, most: int = 200) -> list[Contact]:
    """The contacts of a home, of one payer when given, the latest first; corrected ones among them."""
    only = " AND c.payer_id = :payer_id" if payer_id is not None else ""
    sql = CONTACT + f"WHERE c.home_id = :home_id{only} ORDER BY c.happened_at DESC, c.id DESC LIMIT :most"
    return db.rows(Contact, sql, home_id=home_id, payer_id=payer_id, most=most)


def follow_ups(db: Reader, today: str) -> list[FollowUp]:
    """Whom to speak with again by a day: broken promises first, then by the day."""
    return db.rows(FollowUp, _FOLLOW_UPS + " ORDER BY cause, since, c.id", today=today)


def waiting(db: Reader, today: str) -> int:
    """How many follow-ups wait by a day."""
    return int(db.value(f"SELECT count(*) FROM ({_FOLLOW_UPS})", today=today))


class WrittenPromise(NamedTuple):
    """A promise in writing about a charge, made on a business day; a limitation period begins anew with it."""

    charge_id: int
    happened_at: str
    contact_id: int


def written_promises(db: Reader, charge_ids: Collection[int]) -> list[WrittenPromise]:
    """The promises in writing that stand and spoke of these charges."""
    return db.rows(
        WrittenPromise,
        """
        SELECT CAST(s.value ->> 0 AS INTEGER) AS charge_id, c.happened_at, c.id AS contact_id
          FROM promises AS p JOIN contacts AS c ON c.id = p.contact_id, json_each(c.charges) AS s
         WHERE p.in_writing AND (s.value ->> 0) IN (SELECT value FROM json_each(:ids))
           AND NOT EXISTS (SELECT 1 FROM contacts AS n WHERE n.corrects_id = c.id)
         ORDER BY c.happened_at, c.id
        """,
        ids=msgspec.json.encode(list(charge_ids)).decode(),
    )


class DebtPayer(NamedTuple):
    """Somebody who owes for a home, with the sum."""

    person_id: int
    name: str
    owed_fen: int


def debtors_of(db: Reader, home_id: int) -> list[DebtPayer]:
    """Everybody who owes something for a home, the largest debt first."""
    return db.rows(
        DebtPayer,
        """
        SELECT p.id AS person_id, p.name, sum(b.balance_fen) AS owed_fen
          FROM charge_balances AS b JOIN people AS p ON p.id = b.payer_id
         WHERE b.home_id = :home_id AND b.balance_fen > 0
         GROUP BY p.id ORDER BY owed_fen DESC, p.id
        """,
        home_id=home_id,
    )
