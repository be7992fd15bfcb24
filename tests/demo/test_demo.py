"""The invented community shows what there is, keeps every rule of money, and is the same for a seed on the same day."""

from pathlib import Path

import pytest

from estate.app import open_store
from estate.books import queries as books
from estate.cashier import queries as receipts
from estate.data import clock, read, use
from estate.demo.make import make
from estate.disclosure import content
from estate.disclosure import queries as disclosures
from estate.disclosure.figures import FIGURES
from estate.prepayments import queries as prepayments
from tests.conftest import Community

SHOWN = {
    "a tiered fee by meter": "SELECT count(*) FROM charges WHERE kind = 'metered'",
    "a fee by person": "SELECT count(*) FROM charges WHERE kind = 'per_person'",
    "a fee by formula": "SELECT count(*) FROM charges WHERE kind = 'formula'",
    "a reading to look at": "SELECT count(*) FROM readings WHERE doubt <> '' AND NOT confirmed",
    "terms for paying late": "SELECT count(*) FROM penalty_terms",
    "money in advance": "SELECT count(*) FROM prepayment_balances WHERE balance_fen > 0",
    "bills paid from it": "SELECT count(*) FROM receipts WHERE method = 'prepayment'",
    "deposits that are held": "SELECT count(*) FROM deposit_balances WHERE held_fen > 0",
    "a deposit returned": "SELECT count(*) FROM deposit_steps WHERE kind = 'returned'",
    "a credit note": "SELECT count(*) FROM prepayment_entries WHERE kind = 'credit'",
    "a standing discount": "SELECT count(*) FROM discounts",
    "a waiver": "SELECT count(*) FROM waivers WHERE kind = 'one_off'",
    "a request that waits": """SELECT count(*) FROM waiver_requests AS r
        WHERE NOT EXISTS (SELECT 1 FROM waiver_decisions AS d WHERE d.request_id = r.id)""",
    "a statement's line matched": "SELECT count(*) FROM bank_matches WHERE receipt_id IS NOT NULL",
    "a line to decide": """SELECT count(*) FROM bank_lines AS l WHERE amount_fen > 0
        AND NOT EXISTS (SELECT 1 FROM bank_matches AS m WHERE m.line_id = l.id)""",
    "an owner's word": "SELECT count(*) FROM payment_claims",
    "a message in the inbox": "SELECT count(*) FROM deliveries WHERE channel = 'in_app'",
    "a message on paper": "SELECT count(*) FROM deliveries WHERE channel = 'paper'",
    "a repair that nobody has": "SELECT count(*) FROM work_orders WHERE state = 'reported'",
    "a repair that waits": "SELECT count(*) FROM work_orders WHERE state = 'waiting'",
    "a repair that was rated": "SELECT count(*) FROM work_orders WHERE state = 'rated'",
    "a hand-over": "SELECT count(*) FROM day_confirmations",
}


@pytest.mark.parametrize("what", SHOWN)
def test_it_shows(community: Community, what: str) -> None:
    with read() as db:
        assert db.value(SHOWN[what]) > 0


def test_no_day_before_today_waits_to_be_closed(community: Community) -> None:
    with read() as db:
        assert db.values("SELECT day FROM till_days WHERE close_id IS NULL") == []
        assert db.value("SELECT max(day) FROM till_days") < clock.today().isoformat()


def test_its_money_keeps_every_rule(community: Community) -> None:
    with read() as db:
        assert receipts.unbalanced(db) == []
        assert prepayments.unlike(db) == []
        first, last = db.tuples("SELECT min(booked_on), max(booked_on) FROM charges")[0]
        months = first[:7], clock.today().isoformat()[:7]
        assert books.trial_balance(db, *months).proved and books.sums_hold(db, *months)
        assert last < clock.today().isoformat()
        for table in ("receipts", "deposits", "vouchers"):
            series = f"SELECT count(*), max(seq) FROM {table} GROUP BY prefix, year"
            assert all(count == last for count, last in db.tuples(series))


def test_what_it_made_public_has_no_noughts_and_nothing_is_overdue(community: Community) -> None:
    with read() as db:
        assert [one for one in disclosures.duties(db) if one.overdue] == []
        [shown] = disclosures.all_disclosures(db)
        figures = {code: content.performance(db, shown.first_on, shown.last_on)[code] for code in FIGURES}
    assert {code: figure for code, figure in figures.items() if figure in ("0", "–")} == {}


@pytest.mark.parametrize(("homes", "years"), [(10, 0), (12, 1)])
def test_a_small_one_is_made_too_and_is_the_same_for_its_seed(tmp_path: Path, homes: int, years: int) -> None:
    found: list[list[object]] = []
    for name in ("one", "two"):
        store = open_store(tmp_path / name)
        make(homes=homes, years=years, seed=11)
        with read() as db:
            rows = db.tuples(
                "SELECT number, amount_fen, taken_on, home_code FROM receipts ORDER BY id"
            ) + db.tuples("SELECT home_code, fee_item_name, amount_fen FROM charges ORDER BY id")
            found.append([*rows])
        store.close()
        use(None)
    assert found[0] == found[1]
    assert bool(found[0]) == bool(years)
