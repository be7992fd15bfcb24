"""A secret vote is secret in the file itself: nothing in it leads from somebody to a ballot. The same search finds an open one."""

import sqlite3
import struct
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from estate.data import Reader, Store, clock, read, write
from estate.votes import actions, actions_ballots, records_ballots, records_list
from estate.votes.records import Vote
from estate.votes.rules import Weight
from estate.votes.rules_codes import receipt_hash
from estate.votes.tasks import end_due, wipe_order
from tests.votes.conftest import BY, Voters, choices, found, new_code, opened, unit_of

SAID = {"1-1-101": ("Wang", "for"), "1-1-102": ("Li", "against"), "1-1-202": ("Zhao", "for")}


def voted(voters: Voters, secrecy: str) -> tuple[Vote, list[str]]:
    """Three vote on the phone, one on paper; answers the codes that were used."""
    vote_id, codes = opened(secrecy=secrecy), [new_code() for _one in SAID]
    for code, (home, (name, choice)) in zip(codes, SAID.items(), strict=True):
        unit = unit_of(vote_id, voters, home)
        person = voters.people[name]
        actions_ballots.cast(vote_id, unit.id, person, choices(vote_id, choice), code, BY)
    unit = unit_of(vote_id, voters, "1-2-101")
    [(_unit, code)] = actions_ballots.print_papers(vote_id, [unit], BY)
    for who in (0, 1):
        actions_ballots.enter(vote_id, unit.id, choices(vote_id, "abstain"), code, None, voters.staff[who])
    return found(vote_id), [*codes, code]


def values_of(db: Reader, table: str) -> list[tuple[str, Any]]:
    """Everything that a table holds, as (column, value)."""
    columns = db.values(f"SELECT name FROM pragma_table_info('{table}')")
    return [
        (column, value)
        for row in db.tuples(f'SELECT * FROM "{table}"')
        for column, value in zip(columns, row, strict=True)
        if value is not None
    ]


def traces(db: Reader, vote_id: int) -> list[str]:
    """Where anything that belongs to one ballot alone turns up outside of the ballots, in any table and column."""
    own = {
        str(value)
        for row in db.tuples("SELECT receipt, unit_id FROM vote_ballots WHERE vote_id = :id", id=vote_id)
        for value in row
        if value is not None
    }
    tables = db.values("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'vote%'")
    others = db.values("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'vote%'")
    receipts = {value for value in own if len(value) == 64}
    ballots = ("vote_ballots", "vote_choices")
    return [
        f"{table}.{column}"
        for table in (*tables, *others)
        if table not in ballots
        for column, value in values_of(db, table)
        if (table in tables and column == "unit_id" and str(value) in own)
        or any(receipt in str(value) for receipt in receipts)
    ]


def test_nothing_in_the_file_leads_from_a_voter_to_a_ballot(voters: Voters, store: Store) -> None:
    secret, codes = voted(voters, "secret")
    with read() as db:
        assert traces(db, secret.id) == []
        kept = db.values("SELECT name FROM pragma_table_info('vote_ballots')")
        assert kept == ["receipt", "vote_id", "unit_id"]  # no time, no area, no order but that of the hashes
        assert db.values("SELECT unit_id FROM vote_ballots") == [None] * 4
        for table in ("vote_ballots", "vote_choices", "vote_marks"):
            sql = str(db.value("SELECT sql FROM sqlite_schema WHERE name = :table", table=table))
            assert "WITHOUT ROWID" in sql
        assert db.values("SELECT choices FROM vote_entries") == [None, None]
        assert not db.value("SELECT 1 FROM audit WHERE action IN ('vote.cast', 'vote.paper_entered')")
        times = db.values("SELECT on_day FROM vote_marks")
        assert {len(one) for one in times} == {10}
    raw = b"".join(path.read_bytes() for path in store.folder.glob("estate.db*"))
    assert not [code for code in codes if code.encode() in raw or code.replace("-", "").encode() in raw]


def test_the_same_search_finds_who_voted_how_where_it_is_not_secret(voters: Voters) -> None:
    named, _codes = voted(voters, "office")
    with read() as db:
        assert "vote_marks.unit_id" in traces(db, named.id)
        assert "vote_papers.receipt" in traces(db, named.id)


def laid_down(store: Store, table: str, column: str) -> list[Any]:
    """The rows of a table in the order in which SQLite laid them down: on a page each new row lies before the last one."""
    with sqlite3.connect(store.path) as conn:
        page = int(conn.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", [table]).fetchone()[0])
        size = int(conn.execute("PRAGMA page_size").fetchone()[0])
        rows = [row[0] for row in conn.execute(f"SELECT {column} FROM {table} ORDER BY {column}")]
    raw = store.path.read_bytes()[(page - 1) * size : page * size]
    assert raw[0] == 10, "all rows lie on one page"
    places = struct.unpack(f">{len(rows)}H", raw[8 : 8 + 2 * len(rows)])
    return [row for _place, row in sorted(zip(places, rows, strict=True), reverse=True)]


@pytest.mark.parametrize("ending", ["close", "cancel"])
def test_after_a_secret_vote_the_file_keeps_no_order_in_which_votes_came(
    voters: Voters, store: Store, ending: str
) -> None:
    vote_id, codes = opened(secrecy="secret"), sorted((new_code() for _one in range(4)), reverse=True)
    units = [(unit_of(vote_id, voters, home), name) for home, (name, _choice) in SAID.items()]
    for code, (unit, name) in zip(codes, reversed(units), strict=False):
        actions_ballots.cast(vote_id, unit.id, voters.people[name], choices(vote_id, "for"), code, BY)
    receipts = [receipt_hash(found(vote_id).number or "", code) for code in codes[:3]]
    assert store.fold_log()
    assert laid_down(store, "vote_marks", "unit_id") == [unit.id for unit, _name in reversed(units)]
    assert laid_down(store, "vote_ballots", "receipt") == receipts  # side by side they tell who voted how
    with time_machine.travel(clock.now() + timedelta(days=30)):
        end_due()
        actions.close(vote_id, BY) if ending == "close" else actions.cancel(vote_id, "No hall", BY)
        wipe_order(clock.today())
    assert laid_down(store, "vote_marks", "unit_id") == sorted(unit.id for unit, _name in units)
    assert laid_down(store, "vote_ballots", "receipt") == sorted(receipts)
    assert store.path.with_name("estate.db-wal").stat().st_size == 0


@pytest.mark.parametrize("secrecy", ["open", "office", "secret"])
def test_the_sums_are_the_same_however_secret_it_is(voters: Voters, secrecy: str) -> None:
    vote, _codes = voted(voters, secrecy)
    with read() as db:
        for one in records_ballots.sums(db, vote).values():
            assert one.in_favour == Weight(22000, 2)
            assert one.against == Weight(12000, 1)
            assert one.abstained == Weight(6000, 1)


def test_every_owner_finds_their_own_line_in_the_list(voters: Voters) -> None:
    vote, codes = voted(voters, "secret")
    with read() as db:
        lines = [records_list.line_of(db, vote.id, receipt_hash(vote.number or "", code)) for code in codes]
    said = [one.choices for one in lines if one]
    assert said == ["for for", "against against", "for for", "abstain abstain"]
    assert [one.label for one in lines if one] == [None] * 4


def test_a_ballot_that_is_not_of_anybody_who_took_part_stops_the_count(voters: Voters) -> None:
    vote, _codes = voted(voters, "secret")
    with write(BY) as tx:
        tx.insert("vote_ballots", receipt="f" * 64, vote_id=vote.id, unit_id=None)
        tx.many(
            "INSERT INTO vote_choices (receipt, motion_id, choice) VALUES (?, ?, ?)",
            [("f" * 64, motion, choice) for motion, choice in choices(vote.id, "for").items()],
        )
    with time_machine.travel(clock.now() + timedelta(days=30)):
        end_due()
        with pytest.raises(RuntimeError, match="who took part"):
            actions.close(vote.id, BY)
