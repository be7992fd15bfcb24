"""Why somebody does not pay: noted with its history, taken back by a later note, never edited."""

import sqlite3

import pytest

from estate.arrears import actions, queries, records_causes
from estate.data import audit, read, write
from estate.refusal import Refused
from tests.arrears.conftest import BY, Debts, SignIn


def note(debts: Debts, code: str, text: str = "", **more: object) -> int | None:
    with write(BY) as tx:
        return actions.note_cause(tx, debts.wang, debts.payers[debts.wang], code, text, **more)  # type: ignore[arg-type]


def now(debts: Debts) -> str | None:
    with read() as db:
        return queries.cause(db, debts.wang, debts.payers[debts.wang])


def test_the_last_note_counts_and_the_earlier_ones_stay(debts: Debts) -> None:
    debts.overdue(40, 1000)
    assert now(debts) is None
    note(debts, "leak", "kitchen")
    note(debts, "hardship", source="contact", source_id=7)
    assert now(debts) == "hardship"
    note(debts, "none")
    assert now(debts) is None
    with read() as db:
        noted = records_causes.history(db, debts.wang)
        logged = audit.of_subject(db, "homes", debts.wang)
    assert [(one.code, one.note, one.source) for one in noted] == [
        ("none", "", "office"),
        ("hardship", "", "contact"),
        ("leak", "kitchen", "office"),
    ]
    assert [one.action for one in logged].count("arrears.cause_noted") == 3


def test_the_same_reason_without_a_word_is_not_noted_again(debts: Debts) -> None:
    debts.overdue(40, 1000)
    assert note(debts, "leak") is not None
    assert note(debts, "leak") is None
    assert note(debts, "leak", "still dripping") is not None


def test_a_reason_that_nobody_knows_and_a_payer_who_never_owed_are_refused(debts: Debts) -> None:
    with pytest.raises(Refused) as refused:
        note(debts, "leak")
    assert refused.value.field == "payer"
    debts.overdue(40, 1000)
    with pytest.raises(Refused) as refused:
        note(debts, "bad mood")
    assert refused.value.field == "code"


@pytest.mark.parametrize("act", ["UPDATE arrears_causes SET code = 'sold'", "DELETE FROM arrears_causes"])
def test_what_was_noted_stays(act: str, debts: Debts) -> None:
    debts.overdue(40, 1000)
    note(debts, "leak")
    with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
        tx.run(act)


def test_a_clerk_notes_it_on_the_homes_page(debts: Debts, sign_in: SignIn) -> None:
    debts.overdue(40, 1000)
    browser, address = sign_in("clerk"), f"/arrears/homes/{debts.wang}"
    wrong = browser.post(f"{address}/causes", data={"payer": debts.payers[debts.wang], "code": "king"})
    assert wrong.status_code == 422
    data = {"payer": debts.payers[debts.wang], "code": "disputed_sum", "note": "area"}
    answer = browser.post(f"{address}/causes", data=data)
    assert answer.status_code == 200 and "Disputes the sum" in answer.text and "area" in answer.text
    assert now(debts) == "disputed_sum"
