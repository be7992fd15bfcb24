"""Terms and days off as they are kept. Rates in 1/10,000,000 a day, caps in 1/10,000, multiples in 1/100."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple, cast

from estate.data import Reader, Tx
from estate.penalties.rules import GraceMode, Terms


class TermsRow(NamedTuple):
    """Terms from a day on; used: a penalty was posted or waived by them, so that they stay."""

    id: int
    fee_item_id: int
    effective_from: str
    rate_e7: int
    grace_days: int
    grace_mode: str
    cap_bp: int
    lpr_bp: int | None
    lpr_multiple_e2: int | None
    name: str
    basis_text: str
    created_by: str
    created_at: str
    used: int

    @property
    def terms(self) -> Terms:
        """As the rules read them."""
        return read_terms(
            self.rate_e7, self.grace_days, self.grace_mode, self.cap_bp, self.lpr_bp, self.lpr_multiple_e2
        )


class DayOff(NamedTuple):
    """A day that the office added to the official ones."""

    day: str
    name: str
    added_by: str
    added_at: str


def read_terms(
    rate_e7: int,
    grace_days: int,
    grace_mode: str,
    cap_bp: int,
    lpr_bp: int | None,
    lpr_multiple_e2: int | None,
) -> Terms:
    """Kept figures as the rules read them."""
    lpr = None if lpr_bp is None else Fraction(lpr_bp * (lpr_multiple_e2 or 100), 1_000_000)
    return Terms(
        Fraction(rate_e7, 10_000_000), grace_days, cast(GraceMode, grace_mode), Fraction(cap_bp, 10_000), lpr
    )


_USED = """EXISTS (SELECT 1 FROM penalties AS p WHERE p.terms_id = t.id)
            OR EXISTS (SELECT 1 FROM penalty_waivers AS w WHERE w.terms_id = t.id)"""
_TERMS = f"""
    SELECT t.id, t.fee_item_id, t.effective_from, t.rate_e7, t.grace_days, t.grace_mode, t.cap_bp, t.lpr_bp,
           t.lpr_multiple_e2, t.name, t.basis_text, t.created_by, t.created_at, ({_USED}) AS used
      FROM penalty_terms AS t
"""


def terms_of_item(db: Reader, item_id: int) -> list[TermsRow]:
    """The terms of a fee item, the latest first."""
    return db.rows(
        TermsRow, _TERMS + "WHERE t.fee_item_id = :item_id ORDER BY t.effective_from DESC", item_id=item_id
    )


def used_since(db: Reader, item_id: int, since: str) -> str | None:
    """The latest due day, from this one on, of a charge of the item on which a penalty was posted or waived."""
    return db.value(
        """
        SELECT max(c.due_on) FROM charges AS c
         WHERE c.fee_item_id = :item_id AND c.due_on >= :since
           AND (c.id IN (SELECT principal_id FROM penalties) OR c.id IN (SELECT charge_id FROM penalty_waivers))
        """,
        item_id=item_id,
        since=since,
    )


def withdraw(tx: Tx, item_id: int, terms_id: int) -> int:
    """Delete terms that nothing refers to (sqlite3.IntegrityError when something does); answers how many."""
    sql = "DELETE FROM penalty_terms WHERE id = :terms_id AND fee_item_id = :item_id"
    return tx.run(sql, terms_id=terms_id, item_id=item_id)


def extra_days(db: Reader) -> list[DayOff]:
    """The office's own days off, in order."""
    return db.rows(DayOff, "SELECT day, name, added_by, added_at FROM extra_days_off ORDER BY day")


def keep_moves(tx: Tx, moves: Iterable[tuple[date, date]]) -> None:
    """Keep where due days move to, instead of what was kept before; nothing is written when it is the same."""
    wanted = [(day.isoformat(), to.isoformat()) for day, to in moves]
    if wanted != tx.tuples("SELECT day, moves_to FROM due_moves ORDER BY day"):
        tx.run("DELETE FROM due_moves")
        tx.many("INSERT INTO due_moves (day, moves_to) VALUES (?, ?)", wanted)
