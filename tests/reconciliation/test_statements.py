"""From a statement to receipts: sure lines together, doubtful ones by a person, nothing twice, everything undoable."""

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from litestar.testing import TestClient

from estate.billing.queries import owed_total
from estate.cashier import queries as cashier
from estate.community.rules_remark import remark_code
from estate.data import Store, clock, read, write
from estate.data.store import System
from estate.intake.reader import read_content
from estate.reconciliation import actions, actions_claims, candidates, records
from estate.reconciliation.actions import Choice
from estate.reconciliation.actions_claims import Said
from estate.reconciliation.records import Line
from estate.reconciliation.statement_file import read_statement
from estate.refusal import Refused
from tests.cashier.conftest import Counter, Place, bill, settle_place
from tests.reconciliation import samples


@pytest.fixture
def place(store: Store, by: System) -> Place:
    """Wang, Li and a former and present owner, each owing some months."""
    place = settle_place(by)
    bill(by, [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)])
    return place


def row(reference: str, yuan: object, payer: str = "", remark: str = "", on: str = "2026-11-20") -> list[Any]:
    return [on, reference, "", yuan, 0, payer, "", "", remark]


def bring_in(by: System, *rows: list[Any], name: str = "bank.xlsx") -> int:
    content = samples.bank(rows)
    return actions.bring_in("bank", name, content, read_statement(read_content(content, name)), by)


def lines(statement_id: int) -> list[Line]:
    with read() as db:
        return records.lines_page(db, statement_id, "", 1)


def shown(statement_id: int) -> dict[str, tuple[int, str, str]]:
    """By reference: the line's id, the confidence and the token of the best proposal."""
    with read() as db:
        every = records.lines_page(db, statement_id, "", 1)
        offered = candidates.proposals(db, every)
    return {
        one.reference: (one.id, offered[one.id][0].confidence, offered[one.id][0].token)
        for one in every
        if offered.get(one.id)
    }


def confirm_sure(statement_id: int, by: System) -> int:
    sure = [(line, token) for line, level, token in shown(statement_id).values() if level != "possible"]
    return actions.confirm(sure, by)


def test_the_code_in_the_remark_leads_the_money_to_its_home(place: Place, by: System) -> None:
    code = remark_code(place.wang.home_id)
    statement = bring_in(by, row("A1", 498.18, "somebody else", f"物业费{code.lower()}"))
    assert shown(statement)["A1"][1] == "certain"
    assert confirm_sure(statement, by) == 1
    with read() as db:
        assert owed_total(db, place.wang.home_id) == 0
        (receipt,) = cashier.receipts_of_home(db, place.wang.home_id)
    assert (receipt.method, receipt.channel_ref, receipt.amount_fen) == ("transfer", "A1", 49818)
    (line,) = lines(statement)
    assert (line.state, line.receipt, line.took) == ("matched", receipt.number, 1)


def test_what_nothing_needs_is_paid_in_advance(place: Place, by: System) -> None:
    statement = bring_in(by, row("A1", 500, remark=remark_code(place.wang.home_id)))
    confirm_sure(statement, by)
    with read() as db:
        (receipt,) = cashier.receipts_of_home(db, place.wang.home_id)
    assert receipt.advance_fen == 50000 - 3 * 16606


def test_a_receipt_of_the_counter_is_found_again_and_not_taken_twice(place: Place, by: System) -> None:
    receipt = Counter().take(place.li, 16606, method="transfer", channel_ref="B7")
    statement = bring_in(by, row("B7", 166.06, "Li Na"))
    assert confirm_sure(statement, by) == 1
    (line,) = lines(statement)
    assert (line.receipt, line.took) == (receipt.number, 0)
    with read() as db:
        assert len(cashier.receipts_of_home(db, place.li.home_id)) == 1


def test_a_room_or_a_name_with_the_exact_sum_is_likely(place: Place, by: System) -> None:
    statement = bring_in(
        by,
        row("C1", 498.18, "a friend", "3栋2单元501物业费"),
        row("C2", 498.18, "Li Na"),
        row("C3", 12, "Li Na"),
    )
    found = {reference: level for reference, (_id, level, _token) in shown(statement).items()}
    assert found == {"C1": "likely", "C2": "likely", "C3": "possible"}


def test_a_statement_is_brought_in_once_and_overlaps_are_passed_over(place: Place, by: System) -> None:
    first = bring_in(by, row("A1", 1), row("A2", 2))
    assert bring_in(by, row("A1", 1), row("A2", 2)) != 0  # the same file: the same statement
    second = bring_in(by, row("A2", 2), row("A3", 3))
    assert [one.reference for one in lines(second)] == ["A3"]
    with read() as db:
        known = records.statement(db, second)
    assert known is not None and known.known_lines == 1
    with pytest.raises(Refused, match="already"):
        bring_in(by, row("A1", 1))
    assert len(lines(first)) == 2


def test_nothing_of_a_faulty_file_is_kept(place: Place, by: System) -> None:
    with pytest.raises(Refused):
        bring_in(by, row("A1", 1), row("A2", "a lot"))
    with read() as db:
        assert records.statements(db) == []


def test_confirming_twice_takes_the_money_once(place: Place, by: System) -> None:
    statement = bring_in(by, row("A1", 166.06, remark=remark_code(place.wang.home_id)))
    line, _level, token = shown(statement)["A1"]
    assert [actions.confirm([(line, token)], by) for _twice in range(2)] == [1, 0]
    with read() as db:
        assert len(cashier.receipts_of_home(db, place.wang.home_id)) == 1


def test_what_is_confirmed_is_what_was_shown_and_all_of_it_or_nothing(place: Place, by: System) -> None:
    statement = bring_in(
        by, row("A1", 166.06, remark=remark_code(place.wang.home_id)), row("A2", 498.18, "Li Na")
    )
    found = shown(statement)
    with pytest.raises(Refused):
        actions.confirm([(found["A1"][0], found["A1"][2]), (found["A2"][0], "h1.1")], by)
    assert all(line.state == "open" for line in lines(statement))


def test_a_possible_line_is_never_confirmed_in_bulk(place: Place, by: System) -> None:
    statement = bring_in(by, row("A1", 12, "Li Na"))
    line, level, token = shown(statement)["A1"]
    assert level == "possible"
    with pytest.raises(Refused):
        actions.confirm([(line, token)], by)


def test_money_that_came_twice_is_not_taken_twice_in_bulk(place: Place, by: System) -> None:
    statement = bring_in(by, row("A1", 498.18, "Li Na"), row("A2", 498.18, "Li Na"))
    found = shown(statement)
    assert {level for _line, level, _token in found.values()} == {"possible"}
    with pytest.raises(Refused, match="has changed"):
        actions.confirm([(line, token) for line, _level, token in found.values()], by)
    assert all(line.state == "open" for line in lines(statement))


def test_a_line_that_cannot_be_taken_in_bulk_is_named_and_nothing_is_taken(place: Place, by: System) -> None:
    code = remark_code(place.wang.home_id)
    statement = bring_in(by, row("A1", 498.18, "Li Na"), row("A2", 90000, remark=code))
    with pytest.raises(Refused, match=r"Row 6: This is more than 12 months ahead"):
        confirm_sure(statement, by)
    assert all(line.state == "open" for line in lines(statement))


def test_two_transfers_of_one_home_answer_its_claim_once(place: Place, by: System) -> None:
    said = Said(place.wang.home_id, place.wang.payer_id, 16606, date(2026, 11, 20), "transfer")
    claim = actions_claims.claim(said, "a key", by)
    code = remark_code(place.wang.home_id)
    statement = bring_in(by, row("A1", 166.06, remark=code), row("A2", 166.06, remark=code))
    assert confirm_sure(statement, by) == 2
    with read() as db:
        answered = records.claim(db, claim.id)
        assert answered is not None and answered.state == "taken"
        assert len(cashier.receipts_of_home(db, place.wang.home_id)) == 2


def test_a_receipt_that_was_paid_another_way_is_not_the_line(place: Place, by: System) -> None:
    statement = bring_in(by, row("A1", 166.06))
    receipt = Counter().take(place.wang, 16606, method="cash")
    with pytest.raises(Refused, match="Cash"):
        actions.match(lines(statement)[0].id, Choice(number=receipt.number), by)


def test_a_person_decides_and_can_take_it_back(place: Place, by: System) -> None:
    statement = bring_in(by, row("A1", 12, "Li Na"), row("A2", 0.35, "bank", "结息"))
    one, interest = (line.id for line in lines(statement))
    actions.match(one, Choice(place.li.home_id, place.li.payer_id), by)
    actions.set_aside(interest, "interest", by)
    with pytest.raises(Refused, match="decided already"):
        actions.set_aside(one, "no", by)
    with pytest.raises(Refused, match="Take it back first"):
        actions.undo(one, by)
    with read() as db:
        (receipt,) = cashier.receipts_of_home(db, place.li.home_id)
    Counter().reverse(receipt)
    actions.undo(one, by)
    actions.match(one, Choice(place.wang.home_id, place.wang.payer_id), by)
    with read() as db:
        assert cashier.receipts_of_home(db, place.wang.home_id)[0].amount_fen == 1200
        assert records.counts(db, statement) == {"matched": (1, 1200), "set_aside": (1, 35)}


def test_receipts_without_a_line_stay_visible(place: Place, by: System) -> None:
    receipt = Counter().take(place.li, 16606, method="transfer", channel_ref="never seen")
    today = clock.today().isoformat()
    statement = bring_in(by, row("A1", 1, on=today))
    with read() as db:
        known = records.statement(db, statement)
        assert known is not None
        assert [one.number for one in records.missing(db, "transfer", known.first_on, known.last_on)] == [
            receipt.number
        ]


def test_a_line_stays_as_it_was_read(place: Place, by: System) -> None:
    bring_in(by, row("A1", 1))
    for sql in (
        "UPDATE bank_lines SET amount_fen = 2",
        "DELETE FROM bank_lines",
        "DELETE FROM bank_statements",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(by) as tx:
            tx.run(sql)


def test_the_cashier_hands_in_looks_and_confirms(
    place: Place, sign_in: Callable[[str], TestClient[Any]]
) -> None:
    browser = sign_in("cashier")
    content = samples.bank(
        [row("A1", 498.18, remark=remark_code(place.wang.home_id)), row("A2", 7, "nobody")]
    )
    page = browser.post("/statements", data={"channel": "bank"}, files={"file": ("bank.xlsx", content)})
    assert page.url.path == "/statements/1" and "Certain" in page.text and "Unknown" in page.text
    ticked = page.text.split('name="line" value="')[1].split('"')[0]
    done = browser.post("/statements/1/confirmations", data={"line": ticked})
    assert "Matched" in done.text
    found = browser.get("/statement-lines/2?home=3-2-502")
    assert "Li Na" in found.text
    refused = browser.post("/statement-lines/2/match", data={"number": "SJ1999-000001"})
    assert refused.status_code == 422 and "no receipt of this number" in refused.text
    faulty = samples.bank([row("A9", "abc")])
    wrong = browser.post("/statements", data={"channel": "bank"}, files={"file": ("b.xlsx", faulty)})
    assert wrong.status_code == 422 and "abc" in wrong.text and "贷方发生额" in wrong.text


@pytest.mark.parametrize(
    ("route", "sent"),
    [("match", {"whose": "1.²"}), ("confirmations", {"line": "²:h1.1"})],
    ids=["home", "line"],
)
def test_figures_that_are_none_are_refused_and_not_a_fault(
    place: Place,
    by: System,
    sign_in: Callable[[str], TestClient[Any]],
    route: str,
    sent: dict[str, str],
) -> None:
    statement = bring_in(by, row("A1", 166.06))
    client = sign_in("manager")
    where = f"statement-lines/{lines(statement)[0].id}" if route == "match" else f"statements/{statement}"
    answer = client.post(f"/{where}/{route}", data=sent, follow_redirects=False)
    assert answer.status_code == 422 if route == "match" else answer.status_code == 303
    assert lines(statement)[0].state == "open"
