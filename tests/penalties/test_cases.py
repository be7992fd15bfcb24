"""The worked cases of DOMAIN on penalties, each under its number; partial payments go through the counter's own rule."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from estate.cashier.rules import OpenBill, allocate
from estate.penalties.rules import Change, Terms, accrue, effective_due, overdue_days, still_due
from tests.cases import Case, cases


def terms_of(given: dict[str, Any]) -> Terms:
    lpr = None
    if "lpr_percent" in given:
        lpr = Fraction(given["lpr_percent"]) / 100 * Fraction(given.get("lpr_multiple", "1"))
    return Terms(
        Fraction(given["rate_per_day"]),
        given.get("grace_days", 0),
        given.get("grace_mode", "grace_shift"),
        Fraction(given.get("cap_percent", "100")) / 100,
        lpr,
    )


def due_of(given: dict[str, Any]) -> date:
    return effective_due(
        date.fromisoformat(given["due"]), {date.fromisoformat(day) for day in given.get("holidays", ())}
    )


def single(given: dict[str, Any]) -> dict[str, Any]:
    principal, paid = given["principal_fen"], date.fromisoformat(given["paid"])
    found = accrue(principal, due_of(given), terms_of(given), [Change(paid, principal)], paid)
    return {"days": found.days, "penalty_fen": found.fen}


def late(given: dict[str, Any]) -> dict[str, Any]:
    due = due_of(given)
    return {
        "days": overdue_days(due, date.fromisoformat(given["on"])),
        "effective_due": due.isoformat(),
    }


def partial(given: dict[str, Any]) -> dict[str, Any]:
    """Each payment is shared by the counter's rule between the principal and the penalty as of its day."""
    principal, due, terms = given["principal_fen"], due_of(given), terms_of(given)
    changes: list[Change] = []
    applied: list[dict[str, int]] = []
    penalties_paid = surplus = 0

    def left() -> int:
        return principal - sum(one.fen for one in changes)

    for payment in given["payments"]:
        on = date.fromisoformat(payment["date"])
        penalty = still_due(accrue(principal, due, terms, changes, on).fen, penalties_paid, 0)
        [part], rest = allocate(
            payment["amount_fen"], [OpenBill(1, due, left(), penalty)], order=given["order"]
        )
        applied.append({"principal_fen": part.principal_fen, "penalty_fen": part.penalty_fen})
        changes.append(Change(on, part.principal_fen))
        penalties_paid, surplus = penalties_paid + part.penalty_fen, surplus + rest
    accrued = accrue(principal, due, terms, changes, date.fromisoformat(given["settle_on"])).fen
    return {
        "applied": applied,
        "penalty_fen": accrued,
        "principal_left_fen": left(),
        "settle_fen": left() + still_due(accrued, penalties_paid, 0),
        "surplus_fen": surplus,
    }


@pytest.mark.parametrize("case", cases("penalty"))
def test_penalty(case: Case) -> None:
    answer = {"single": single, "overdue_days": late, "partial": partial}[case.rule](case.input)
    assert {key: answer[key] for key in case.expect} == case.expect
