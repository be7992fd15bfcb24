"""What is open by age: by building, fee, payer and reason, on any day, each sum with the bills behind it."""

from datetime import date, timedelta

import pytest
from litestar.testing import TestClient
from openpyxl import load_workbook

from estate.arrears import actions, queries, records_ageing
from estate.arrears.records_ageing import Aged
from estate.arrears.records_rows import Cell
from estate.arrears.records_trend import trend
from estate.arrears.rules import CODES
from estate.arrears.source import source
from estate.cashier import actions as cashier
from estate.cashier import actions_voids
from estate.cashier.actions_payment import Payment
from estate.data import read, write
from estate.penalties import actions as penalties
from tests.arrears.conftest import BY, TODAY, Debts, SignIn, cell_rows, cell_sum


def aged(by: str, day: date = TODAY) -> list[Aged]:
    with read() as db:
        then = source(db, day)
        if by == "payer":
            return records_ageing.by_payer(db, then, 50, 0)
        return {
            "building": records_ageing.by_building,
            "item": records_ageing.by_item,
            "cause": records_ageing.by_cause,
        }[by](db, then)


def total(day: date = TODAY) -> tuple[int, ...]:
    with read() as db:
        return records_ageing.total(db, source(db, day)).sums


def test_each_bill_stands_in_the_bracket_of_its_days_overdue(debts: Debts) -> None:
    for place, days in enumerate((0, 1, 31, 91, 181, 366, 731, 1096)):
        debts.overdue(days, 10**place)
    assert total() == tuple(10**place for place in range(8))


def test_the_last_day_of_a_bracket_still_belongs_to_it(debts: Debts) -> None:
    for place, days in enumerate((-30, 30, 90, 180, 365, 730, 1095, 5000)):
        debts.overdue(days, 10**place)
    assert total() == tuple(10**place for place in range(8))


def test_days_count_from_the_day_that_a_due_day_on_a_day_off_moved_to(debts: Debts) -> None:
    """1 October 2026 is a holiday until the 7th: a bill due on it is due on the 8th."""
    charge = debts.owe(100, date(2026, 10, 1))
    [row] = cell_rows(Cell())
    assert (row.charge_id, row.moved_to, row.days) == (charge, "2026-10-08", 47)
    assert total(date(2026, 10, 8))[0] == 100
    assert total(date(2026, 10, 9))[1] == 100
    penalties.keep_calendar(BY)
    assert total(date(2026, 10, 8) + timedelta(days=30))[1] == 100
    assert total(date(2026, 10, 8) + timedelta(days=31))[2] == 100


def test_the_reporting_view_counts_from_the_day_that_a_due_day_moved_to(debts: Debts) -> None:
    with read() as db:
        due_on, moved = db.tuples(
            "SELECT date('now', '+8 hours', '-31 days'), date('now', '+8 hours', '-30 days')"
        )[0]
    debts.owe(100, date.fromisoformat(due_on))
    with write(BY) as tx:
        tx.run(
            "INSERT OR REPLACE INTO due_moves (day, moves_to) VALUES (:due_on, :moved)",
            due_on=due_on,
            moved=moved,
        )
    with read() as db:
        assert db.tuples("SELECT oldest_due_on, bracket FROM v_arrears") == [(due_on, "1-30")]


def test_the_groups_of_every_grouping_add_up_to_the_total(debts: Debts) -> None:
    debts.overdue(10, 1000)
    debts.overdue(100, 200, item=debts.waste)
    debts.overdue(400, 30, home=debts.li)
    debts.overdue(0, 4, home=debts.li, item=debts.waste)
    with write(BY) as tx:
        actions.note_cause(tx, debts.li, debts.payers[debts.li], "leak")
    for by in ("building", "item", "payer", "cause"):
        groups = aged(by)
        assert tuple(map(sum, zip(*(one.sums for one in groups), strict=True))) == total(), by
        for group in groups:
            for place, code in enumerate(CODES):
                assert cell_sum(Cell(by, group.key, code)) == group.sums[place], (by, group, code)
            assert cell_sum(Cell(by, group.key, "overdue")) == group.overdue_fen
    assert [(one.key, one.total_fen) for one in aged("cause")] == [("leak", 34), ("", 1200)]
    assert [one.total_fen for one in aged("building")] == [34, 1200]
    assert [one.name for one in aged("payer")] == ["Wang Xiuying", "Li Na"]


def test_a_past_day_knows_what_was_open_then(debts: Debts) -> None:
    first = debts.owe(1000, date(2026, 1, 25), booked_on=date(2026, 1, 10))
    debts.owe(500, date(2026, 6, 25), booked_on=date(2026, 6, 10))
    debts.pay(400, date(2026, 3, 1), first)
    debts.pay(600, date(2026, 9, 1), first)
    opened = {
        date(2026, 1, 9): 0,
        date(2026, 1, 10): 1000,
        date(2026, 2, 28): 1000,
        date(2026, 3, 1): 600,
        date(2026, 6, 10): 1100,
        date(2026, 8, 31): 1100,
        date(2026, 9, 1): 500,
        TODAY: 500,
    }
    assert {day: sum(total(day)) for day in opened} == opened
    assert [(row.charge_id, row.days, row.fen) for row in cell_rows(Cell(), date(2026, 3, 1))] == [
        (first, 35, 600)
    ]


def test_a_void_today_leaves_yesterday_as_it_was_and_a_reversal_counts_on_its_own_day(debts: Debts) -> None:
    debts.owe(1000, date(2026, 1, 25), booked_on=date(2026, 1, 10))
    yesterday = TODAY - timedelta(days=1)
    taken = cashier.take(Payment(debts.wang, debts.payers[debts.wang], 400, "cash"), "key-a", BY)
    assert (sum(total(yesterday)), sum(total())) == (1000, 600)
    actions_voids.void(taken.id, "wrong home", True, "key-b", BY)
    assert (sum(total(yesterday)), sum(total())) == (1000, 1000)
    debts.pay(700, yesterday)
    with read() as db:
        paid = int(db.value("SELECT max(id) FROM receipts"))
    cashier.reverse(paid, "wrong home", "key-c", BY)
    assert (sum(total(yesterday)), sum(total())) == (300, 1000)
    with read() as db:
        assert trend(db, TODAY, 12)[-1].total_fen == 1000


def test_the_trend_knows_the_ends_of_the_months_by_age(debts: Debts) -> None:
    first = debts.owe(1000, date(2026, 1, 25), booked_on=date(2026, 1, 10))
    debts.owe(50, date(2026, 9, 25), booked_on=date(2026, 9, 1), item=debts.waste)
    debts.pay(400, date(2026, 10, 5), first)
    with read() as db:
        ends = trend(db, TODAY, 12)
        one_fee = trend(db, TODAY, 24, debts.waste)
    found = {end.day: (end.overdue_fen, end.total_fen) for end in ends}
    assert len(ends) == 12 and len(one_fee) == 24
    assert found["2025-12-31"] == (0, 0)
    assert found["2026-01-31"] == (1000, 1000)
    assert found["2026-09-30"] == (1050, 1050)  # due on 25 September, a day off, so on the 28th
    assert found["2026-10-31"] == (650, 650)
    assert found["2026-11-24"] == (650, 650)
    assert ends[-1].sums == total()
    assert one_fee[-1].total_fen == 50


def test_the_page_of_the_trend_leads_to_each_months_end(debts: Debts, sign_in: SignIn) -> None:
    debts.owe(1000, date(2026, 1, 25), booked_on=date(2026, 1, 10))
    page = sign_in("manager").get("/arrears/trend?months=24").text
    assert "/arrears?day=2026-10-31" in page and page.count('<svg class="age-bar"') == 24


def test_the_page_leads_from_each_sum_to_its_bills_and_these_to_a_sheet(
    debts: Debts, sign_in: SignIn
) -> None:
    debts.overdue(45, 12345)
    debts.overdue(5, 100, home=debts.li)
    browser = sign_in("manager")
    page = browser.get("/arrears").text
    building = debts.buildings[debts.wang]
    link = f"/arrears/rows?by=building&amp;of={building}&amp;age=31-90"
    assert link in page and "124.45" in page
    rows = browser.get(link.replace("&amp;", "&")).text
    assert "3-2-501" in rows and "1-1-101" not in rows and "Wang Xiuying" in rows and "123.45" in rows
    answer = browser.get(f"/arrears/rows.xlsx?by=building&of={building}")
    assert "attachment" in answer.headers["content-disposition"]
    assert sheet_of(answer.content) == [
        ("Home", "Payer", "Days overdue", "Unpaid"),
        ("3-2-501", "Wang Xiuying", 45, 123.45),
    ]


def sheet_of(content: bytes) -> list[tuple[object, ...]]:
    from io import BytesIO

    sheet = load_workbook(BytesIO(content)).worksheets[0]
    return [(row[0].value, row[1].value, row[6].value, row[7].value) for row in sheet.iter_rows()]


def test_a_person_in_arrears_is_masked_for_who_may_not_see_people(debts: Debts) -> None:
    from estate.arrears.workbook import sheet

    debts.overdue(45, 12345)
    assert sheet_of(sheet(cell_rows(Cell()), named=False))[1][1] == "W***********"


def test_a_list_of_many_bills_has_pages(debts: Debts, sign_in: SignIn) -> None:
    for n in range(60):
        debts.overdue(n + 1, 100)
    browser = sign_in("manager")
    first, second = browser.get("/arrears/rows").text, browser.get("/arrears/rows?page=2").text
    assert first.count('id="charge-') == 50 and second.count('id="charge-') == 10
    assert browser.get("/arrears/rows?page=99").text.count('id="charge-') == 10


@pytest.mark.parametrize(
    "query", ["by=king", "by=cause&of=king", "by=item&of=x", "age=old", "day=2026-99-99", "day=9999-01-01"]
)
def test_odd_words_in_the_address_show_everything(query: str, debts: Debts, sign_in: SignIn) -> None:
    debts.overdue(45, 12345)
    browser: TestClient[object] = sign_in("manager")
    for path in ("/arrears", "/arrears/rows"):
        answer = browser.get(f"{path}?{query}")
        assert answer.status_code == 200 and "123.45" in answer.text


def test_penalties_that_have_run_up_stand_apart(debts: Debts, sign_in: SignIn) -> None:
    penalties.add_terms(debts.fee, penalties.TermsSpec(date(2020, 1, 1), 5_000, "Contract § 12"), BY)
    debts.overdue(40, 100000)
    browser = sign_in("manager")
    assert "20.00" not in browser.get("/arrears").text
    apart = browser.get("/arrears/penalties", headers={"HX-Request": "true"}).text
    assert "¥20.00" in apart and "<html" not in apart  # 1,000.00 × 0.05 % × 40 days


def test_the_first_page_of_the_day_says_how_much_is_overdue_and_since_when(
    debts: Debts, sign_in: SignIn
) -> None:
    browser = sign_in("manager")
    assert "Overdue since" in browser.get("/today").text
    debts.overdue(200, 12345)
    debts.overdue(0, 100)
    page = browser.get("/today").text
    assert 'href="/arrears"' in page and "May 8, 2026" in page and "123.45" in page
    building = debts.buildings[debts.wang]
    assert f"/arrears/rows?by=building&amp;of={building}&amp;age=overdue" in page


def test_what_falls_due_today_is_not_overdue_on_the_first_page(debts: Debts) -> None:
    debts.overdue(0, 100)
    with read() as db:
        assert queries.oldest_overdue(db) is None
    debts.overdue(1, 100)
    with read() as db:
        assert queries.oldest_overdue(db) == (TODAY - timedelta(days=1)).isoformat()
