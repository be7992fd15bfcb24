"""The public ledgers add up: over any days, opening and entries are the closing, against a slow and obvious sum."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from estate.data import Store, read, write
from estate.data.store import System
from estate.disclosure import content, queries
from estate.disclosure.schema import COMING_IN, SOURCES

BY = System("test")
BEGIN = date(2026, 1, 1)
DAY = st.integers(0, 60)
LEDGER = st.sampled_from(sorted(SOURCES))


class _Undo(Exception):
    """Ends an example without a trace of it."""


@st.composite
def entry(draw: st.DrawFn) -> tuple[str, str, int, int, int | None]:
    """An entry: ledger, source, day, fen, and after how many days it is taken back, if it is."""
    ledger = draw(LEDGER)
    return (
        ledger,
        draw(st.sampled_from(SOURCES[ledger])),
        draw(DAY),
        draw(st.integers(1, 10**9)),
        draw(st.none() | st.integers(0, 40)),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(entry(), max_size=12), LEDGER, DAY, st.integers(0, 70))
def test_opening_and_entries_are_the_closing(
    store: Store, entries: list[tuple[str, str, int, int, int | None]], ledger: str, start: int, length: int
) -> None:
    first, last = BEGIN + timedelta(days=start), BEGIN + timedelta(days=start + length)
    booked: list[tuple[str, date, int]] = []
    found = queries.Account(0, [], 0)
    try:
        with write(BY) as tx:
            for number, (name, source, day, fen, back) in enumerate(entries):
                amount = fen if source in COMING_IN else -fen
                row = {"ledger": name, "source": source, "purpose": "x", "at": "x", "who": "x"}
                on = BEGIN + timedelta(days=day)
                made = tx.insert(
                    "public_entries", **row, key=f"{number}", booked_on=on.isoformat(), amount_fen=amount
                )
                booked.append((name, on, amount))
                if back is not None:
                    later = on + timedelta(days=back)
                    tx.insert(
                        "public_entries",
                        **row,
                        key=f"{number}:back",
                        booked_on=later.isoformat(),
                        amount_fen=-amount,
                        reverses_id=made,
                        reason="x",
                    )
                    booked.append((name, later, -amount))
            found = queries.account(tx, ledger, first.isoformat(), last.isoformat())
            raise _Undo
    except _Undo:
        pass
    opening = closing = 0
    for name, on, amount in booked:
        if name == ledger and on < first:
            opening += amount
        if name == ledger and on <= last:
            closing += amount
    assert (found.opening_fen, found.closing_fen) == (opening, closing)
    assert found.opening_fen + sum(one.amount_fen for one in found.entries) == found.closing_fen
    assert sum(found.by_source().values()) == closing - opening
    assert all(first.isoformat() <= one.booked_on <= last.isoformat() for one in found.entries)


def test_what_is_shown_is_what_adds_up(store: Store) -> None:
    with write(BY) as tx:
        for key, source, fen in (("1", "opening", 1_234_567_89), ("2", "cost", -34_567_90)):
            tx.insert(
                "public_entries",
                key=key,
                ledger="common",
                source=source,
                booked_on=f"2026-0{key}-01",
                amount_fen=fen,
                purpose="x",
                at="x",
                who="x",
            )
    one = queries.Disclosure(
        0, "", "quarter", "2026-02-01", "2026-02-28", 1, "", "", "", None, None, "", None, None, None
    )
    with read() as db:
        shown = next(part for part in content.sections(db, one) if part["title"].startswith("Common income"))
    digits = [int("".join(sign for sign in text if sign.isdigit())) for _name, text in shown["sums"]]
    assert digits == [1_234_567_89, 34_567_90, 1_199_999_99]
    assert [row[3] for row in shown["rows"]] == [shown["sums"][1][1]]
