"""The query over all homes says what the rules say, whatever was paid when and by whichever terms."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from estate.data import read, write
from estate.data.store import Store
from estate.penalties import queries, sums
from tests.billing.place import by_area
from tests.penalties.conftest import Office

DUE = date(2026, 1, 31)


@st.composite
def ledgers(draw: st.DrawFn) -> dict[str, object]:
    """Terms, and charges with the parts of them that were paid on days around the due day."""
    lpr = draw(st.none() | st.tuples(st.integers(1, 1000), st.integers(50, 400)))
    charges = draw(
        st.lists(
            st.tuples(
                st.integers(1, 5_000_000),
                st.integers(0, 300),
                st.lists(st.tuples(st.integers(1, 200), st.integers(-20, 300)), max_size=3),
            ),
            min_size=1,
            max_size=5,
        )
    )
    return {
        "terms": {
            "rate_e7": draw(st.integers(0, 60_000)),
            "grace_days": draw(st.integers(0, 40)),
            "grace_mode": draw(st.sampled_from(["grace_shift", "grace_forgive"])),
            "cap_bp": draw(st.integers(1, 10_000)),
            "lpr_bp": lpr and lpr[0],
            "lpr_multiple_e2": lpr and lpr[1],
        },
        "charges": charges,
        "as_of": DUE + timedelta(days=draw(st.integers(0, 700))),
    }


def test_the_query_and_the_rules_agree(store: Store) -> None:
    desk, made = Office(), 0

    @settings(max_examples=50)
    @given(ledgers())
    def agree(ledger: dict[str, object]) -> None:
        nonlocal made
        made += 1
        terms, charges, as_of = ledger["terms"], ledger["charges"], ledger["as_of"]
        assert isinstance(terms, dict) and isinstance(charges, list) and isinstance(as_of, date)
        with write(desk.by) as tx:
            desk.item_id = by_area(tx, 18500, name=f"Fee {made}")  # each example has an item of its own
        desk.terms(**terms)
        ids = set[int]()
        for fen, later, paid in charges:
            due = DUE + timedelta(days=later)
            charge = desk.owe(fen, due)
            ids.add(charge)
            left = fen
            for part, day in sorted(paid, key=lambda one: one[1]):
                take = min(left, fen * part // 200)
                if take:
                    desk.pay(take, due + timedelta(days=day), charge)
                    left -= take
        with read() as db:
            rows = db.tuples(
                f"SELECT charge_id, accrued_fen, penalty_fen FROM ({sums.still_due(':as_of')})",
                as_of=as_of.isoformat(),
            )
            found = queries.penalties_of_home(db, desk.home_id, as_of)
        assert {one: (accrued, fen) for one, accrued, fen in rows if one in ids} == {
            one.charge_id: (one.accrual.fen, one.due_fen) for one in found.values() if one.charge_id in ids
        }

    agree()
