"""The figures of the first page are the sums of the rows that stand behind them."""

from estate.data import read
from estate.insight import records
from tests.conftest import Community


def test_what_is_owed_in_all_and_by_building_is_the_sum_of_the_open_charges(community: Community) -> None:
    with read() as db:
        middle = db.value("SELECT max(due_on) FROM charge_balances WHERE balance_fen > 0")
        found = records.owed_by_building(db, middle)
        every, late = db.tuples(
            """
            SELECT sum(balance_fen), sum(CASE WHEN due_on < :day THEN balance_fen ELSE 0 END)
              FROM charge_balances WHERE balance_fen > 0
            """,
            day=middle,
        )[0]
        homes = db.value("SELECT count(DISTINCT home_id) FROM charge_balances WHERE balance_fen > 0")
    owed = records.owed(found)
    assert 0 < late < every
    assert (owed.owed_fen, owed.overdue_fen, owed.homes) == (every, late, homes)
    assert [one.overdue_fen for one in found] == sorted((one.overdue_fen for one in found), reverse=True)


def test_a_bill_counts_as_overdue_from_the_day_after_it_was_due(community: Community) -> None:
    with read() as db:
        first = db.value("SELECT min(due_on) FROM charge_balances WHERE balance_fen > 0")
        assert records.owed(records.owed_by_building(db, first)).overdue_fen == 0
        last = "2200-01-01"
        owed = records.owed(records.owed_by_building(db, last))
        assert owed.overdue_fen == owed.owed_fen
