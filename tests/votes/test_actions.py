"""Votes from draft to count: the roll, two voters at once, two readers of paper, and that nothing changes afterwards."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest

from estate.audience import actions_groups
from estate.audience.actions import Aim
from estate.data import clock, read, write
from estate.jobs import outbox
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.votes import (
    actions,
    actions_ballots,
    actions_voters,
    records,
    records_ballots,
    records_drawing,
    records_roll,
)
from estate.votes.actions_ballots import COUNTED
from estate.votes.actions_telling import tell
from estate.votes.rules import Weight
from estate.votes.rules_acts import ACTS as TABLE
from estate.votes.rules_acts import STATES
from estate.votes.tasks import end_due
from tests.votes.conftest import (
    BY,
    DAYS,
    Travel,
    Voters,
    cast,
    draft,
    drafted,
    ended,
    enter,
    found,
    opened,
    paper,
    unit_of,
)

SCAN = Kept("0" * 64, "proxy.pdf", "application/pdf", 10)


def test_the_roll_counts_owners_as_the_law_does(voters: Voters) -> None:
    vote_id = drafted()
    drawn = actions.draw_up(vote_id, BY)
    assert drawn.entitled == Weight(60000, 6)
    assert (drawn.homes, drawn.several, drawn.developer, drawn.unknown) == (8, 2, 1, 1)
    assert unit_of(vote_id, voters, "1-1-201") == unit_of(vote_id, voters, "1-1-101")
    assert unit_of(vote_id, voters, "1-2-201").owners == "Builders"
    per_home = drafted(convention="per_home")
    assert actions.draw_up(per_home, BY).entitled == Weight(60000, 8)
    assert found(vote_id).number == f"BJ{clock.today().year}-0001"
    assert found(per_home).number == f"BJ{clock.today().year}-0002"


def test_a_vote_is_put_to_whatever_an_audience_names_and_keeps_it_from_its_opening_on(voters: Voters) -> None:
    with write(BY) as tx:
        entrance = int(tx.value("SELECT id FROM entrances WHERE code = '2'"))
        tx.update("homes", voters.homes["1-1-202"], usage="shop")
    group = actions_groups.make("Garden side", "", BY)
    actions_groups.add_homes(group, [voters.homes["1-1-102"]], BY)
    vote_id = drafted()
    actions.aim(vote_id, Aim("entrance", str(entrance), 2, 2), BY)
    actions.aim(vote_id, Aim("usage", "shop"), BY)
    actions.aim(vote_id, Aim("group", str(group)), BY)
    actions.aim(vote_id, Aim("homes", label="Leaks", home_ids=[voters.homes["1-2-101"]]), BY)
    with read() as db:
        assert records_drawing.reach(db, found(vote_id)) == (5, 7500 + 5500 + 9000 + 12000 + 6000, 5)
    assert actions.draw_up(vote_id, BY).homes == 5
    with pytest.raises(Refused, match="in the meantime"):
        actions.aim(vote_id, Aim("all"), BY)
    actions_groups.add_homes(group, [voters.homes["1-1-101"]], BY)
    with pytest.raises(Refused, match="register has changed"):
        actions.open_vote(vote_id, BY)
    actions.draw_up(vote_id, BY)
    actions.open_vote(vote_id, BY)
    actions_groups.take_out(group, voters.homes["1-1-102"], BY)
    with read() as db:
        assert records_roll.summary(db, vote_id).homes == 6
        assert records_drawing.differs(db, found(vote_id)) == []
    with pytest.raises(sqlite3.IntegrityError, match="stays"), write(BY) as tx:
        tx.run("DELETE FROM audience_targets WHERE audience_id = :id", id=found(vote_id).audience_id)


def test_a_vote_for_nobody_has_no_roll(voters: Voters) -> None:
    vote_id = drafted()
    with read() as db:
        [everybody] = db.values(
            "SELECT id FROM audience_targets WHERE audience_id = :id", id=found(vote_id).audience_id
        )
    actions.unaim(vote_id, everybody, BY)
    with pytest.raises(Refused, match="no home"):
        actions.draw_up(vote_id, BY)


def test_a_draft_that_is_thrown_away_leaves_no_gap_in_the_numbers(voters: Voters) -> None:
    thrown, kept = drafted(), drafted()
    actions.discard(thrown, BY)
    actions.draw_up(kept, BY)
    actions.take_back(kept, BY)
    with pytest.raises(Refused):
        actions.discard(kept, BY)
    actions.draw_up(kept, BY)
    assert (found(kept).number or "").endswith("-0001")
    with pytest.raises(sqlite3.IntegrityError, match="stays"), write(BY) as tx:
        tx.run("DELETE FROM votes WHERE id = :id", id=kept)


def test_a_vote_opens_only_with_its_notice_its_answers_and_a_roll_that_is_right(voters: Voters) -> None:
    soon = drafted(closes_at=clock.stamp_of(clock.now() + timedelta(days=14)))
    actions.draw_up(soon, BY)
    with pytest.raises(Refused, match="15 days before"):
        actions.open_vote(soon, BY)
    vote_id = drafted()
    actions.draw_up(vote_id, BY)
    objection = actions_voters.object_to_roll(
        vote_id, voters.homes["1-1-202"], voters.people["Zhao"], "My home has 90.5 m²", BY
    )
    with pytest.raises(Refused, match="objections"):
        actions.open_vote(vote_id, BY)
    with write(BY) as tx:
        tx.update("homes", voters.homes["1-1-202"], area_dm2=9050)
    actions_voters.answer(objection, vote_id, "It is put right.", BY)
    with read() as db:
        assert records_drawing.differs(db, found(vote_id)) == ["1-1-202"]
    with pytest.raises(Refused, match="register has changed"):
        actions.open_vote(vote_id, BY)
    actions.draw_up(vote_id, BY)
    actions.open_vote(vote_id, BY)
    assert found(vote_id).state == "open"
    assert outbox.drain() == 1


def test_the_roll_of_an_open_vote_stays_whatever_happens_to_homes(voters: Voters) -> None:
    vote_id = opened()
    with write(BY) as tx:
        tx.update("homes", voters.homes["1-1-202"], area_dm2=100)
    with read() as db:
        assert records_roll.entitled(db, vote_id) == Weight(60000, 6)
    for sql in (
        "UPDATE vote_units SET area_dm2 = 1",
        "DELETE FROM vote_unit_owners",
        "DELETE FROM vote_unit_homes",
        "UPDATE vote_motions SET matter = 'other'",
        "UPDATE votes SET secrecy = 'open'",
        "UPDATE votes SET closes_at = opened_at",
        "UPDATE votes SET state = 'counting', ended_at = opened_at",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(sql)


def test_time_can_be_added_with_a_reason_and_never_taken_away(voters: Voters, travel: Travel) -> None:
    vote_id = opened()
    before = found(vote_id).closes_at
    with pytest.raises(Refused, match="after the present end"):
        actions.extend(vote_id, clock.now() + timedelta(days=DAYS - 1), "too many", BY)
    actions.extend(vote_id, clock.now() + timedelta(days=DAYS + 5), "Two thirds are not reached", BY)
    with read() as db:
        [one] = records.extensions(db, vote_id)
    assert (one.closed_at_before, one.reason) == (before, "Two thirds are not reached")
    travel(timedelta(days=DAYS, seconds=1))
    end_due()
    assert found(vote_id).state == "open"
    travel(timedelta(days=5))
    with pytest.raises(Refused, match="time is over"):
        actions.extend(vote_id, clock.now() + timedelta(days=1), "late", BY)
    end_due()
    assert found(vote_id).state == "counting"


def test_the_count_is_published_once_and_comes_out_the_same_again(voters: Voters, travel: Travel) -> None:
    vote_id = opened()
    cast(vote_id, voters, "1-1-101", "Wang", "for", "for")
    cast(vote_id, voters, "1-1-102", "Li", "for", "against")
    cast(vote_id, voters, "1-1-202", "Zhao", "for", "for")
    code = paper(vote_id, voters, "1-2-101")
    enter(vote_id, voters, "1-2-101", 0, "abstain", "for", code=code)
    ended(vote_id, travel)
    with pytest.raises(Refused, match="1 paper ballots are not settled"):
        actions.close(vote_id, BY)
    assert enter(vote_id, voters, "1-2-101", 1, "abstain", "for", code=code) == COUNTED
    first, second = actions.close(vote_id, BY)
    assert first.sums.in_favour == Weight(34000, 3)
    assert first.sums.abstained == Weight(6000, 1)
    assert (first.decision.passed, first.decision.why) == (
        True,
        "passed",
    )  # 40000 of 60000, 4 of 6: two thirds
    assert (second.decision.passed, second.decision.why) == (False, "approval_area")  # 28000 of 40000, 3 of 4
    with read() as db:
        again = actions.recount(db, found(vote_id))
        assert again.same
        assert records.results(db, found(vote_id)) == [first, second]
    assert outbox.drain() >= 1
    for sql in (
        "UPDATE votes SET title = 'other'",
        "UPDATE vote_results SET passed = 1, why = 'passed'",
        "DELETE FROM vote_results",
        "DELETE FROM vote_marks",
        "UPDATE vote_choices SET choice = 'for'",
        "DELETE FROM vote_ballots",
        "DELETE FROM vote_entries",
        "UPDATE vote_units SET area_dm2 = 1",
        f"INSERT INTO vote_ballots (receipt, vote_id, unit_id) VALUES ('{'a' * 64}', {vote_id}, NULL)",
    ):
        with pytest.raises(sqlite3.IntegrityError), write(BY) as tx:
            tx.run(sql)


def test_silence_counts_with_the_majority_only_where_the_rules_of_procedure_say_so(
    voters: Voters, travel: Travel
) -> None:
    for basis, passed in (("", False), ("Rules of procedure, article 12", True)):
        vote_id = opened(silence_basis=basis, motions=(("Rent the roof", "", "common_parts"),))
        for home, name, choice in (
            ("1-1-101", "Wang", "for"),
            ("1-1-102", "Li", "for"),
            ("1-1-202", "Zhao", "against"),
            ("1-2-101", "Sun", "for"),
        ):
            cast(vote_id, voters, home, name, choice)
        with read() as db:
            sums = records_ballots.sums(db, found(vote_id))
            [one] = records.counted(found(vote_id), records.motions(db, vote_id), sums)
        assert [test.part for test in one.decision.approval] == ([51000, 5] if passed else [31000, 3])
        assert (
            one.decision.passed is True
        )  # 31000 of 40000 and 3 of 4: three quarters are met without it, too
        assert any(one.decision.silent) is passed


def test_owners_are_told_once_when_it_opens_and_who_is_silent_is_reminded(
    voters: Voters, account_of: Callable[[str], str]
) -> None:
    for name in ("Wang", "Zhao"):
        account_of(name)
    vote_id = opened()
    outbox.drain()
    cast(vote_id, voters, "1-1-101", "Wang", "for")
    actions.remind(vote_id, BY)
    actions.remind(vote_id, BY)
    outbox.drain()
    with read() as db:
        told = db.tuples("SELECT event, recipient FROM messages ORDER BY id")
    assert [one for one in told if one[0] == "vote.open" and one[1] in ("Wang", "Zhao")] == [
        ("vote.open", "Wang"),
        ("vote.open", "Zhao"),
    ]
    assert [one for one in told if one[0] == "vote.reminder"] == [("vote.reminder", "Zhao")]


def test_who_has_not_voted_is_told_once_that_there_is_more_time(
    voters: Voters, account_of: Callable[[str], str]
) -> None:
    for name in ("Wang", "Li", "Zhao"):
        account_of(name)
    vote_id = opened()
    outbox.drain()
    cast(vote_id, voters, "1-1-101", "Wang", "for")
    longer = clock.now() + timedelta(days=DAYS + 5)
    actions.extend(vote_id, longer - timedelta(days=1), "Holidays", BY)
    actions.extend(vote_id, longer, "Two thirds are not reached", BY)
    outbox.drain()
    tell(vote_id, "extended", found(vote_id).closes_at, lambda done, of: None)
    tell(vote_id, "extended", clock.stamp_of(longer - timedelta(days=1)), lambda done, of: None)
    with read() as db:
        told = db.tuples(
            "SELECT recipient, text FROM messages WHERE event = 'vote.extended' ORDER BY recipient"
        )
    assert [name for name, _ in told] == ["Li", "Zhao"]
    until = f"{longer.astimezone(clock.zone()):%H:%M}"
    assert all(until in text and "Two thirds are not reached" in text for _, text in told)


def test_who_was_told_of_a_vote_is_told_that_it_is_called_off(
    voters: Voters, account_of: Callable[[str], str]
) -> None:
    account_of("Wang")
    never, vote_id = drafted(), opened()
    actions.draw_up(never, BY)
    actions.cancel(never, "not opened", BY)
    actions.cancel(vote_id, "The motion was wrong", BY)
    outbox.drain()
    with read() as db:
        told = db.tuples("SELECT recipient, text FROM messages WHERE event = 'vote.cancelled'")
    assert len([one for one in told if one[0] == "Wang"]) == 1
    assert "The motion was wrong" in told[0][1]


ACTS = {
    "edit": lambda vote_id: actions.change(vote_id, draft(), BY),
    "discard": lambda vote_id: actions.discard(vote_id, BY),
    "draw_up": lambda vote_id: actions.draw_up(vote_id, BY),
    "take_back": lambda vote_id: actions.take_back(vote_id, BY),
    "open": lambda vote_id: actions.open_vote(vote_id, BY),
    "extend": lambda vote_id: actions.extend(vote_id, clock.now() + timedelta(days=90), "why", BY),
    "remind": lambda vote_id: actions.remind(vote_id, BY),
    "object_to_roll": lambda vote_id: actions_voters.object_to_roll(vote_id, None, None, "no", BY),
    "print": lambda vote_id: actions_ballots.print_papers(vote_id, [], BY),
    "close": lambda vote_id: actions.close(vote_id, BY),
    "cancel": lambda vote_id: actions.cancel(vote_id, "why", BY),
}


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_done_in_a_state_that_does_not_allow_it(voters: Voters, travel: Travel, act: str) -> None:
    in_state: dict[str, int] = {}
    in_state["closed"] = opened()
    in_state["counting"] = opened()
    ended(in_state["counting"], travel)
    actions.close(in_state["closed"], BY)
    in_state |= {"draft": drafted(), "checking": drafted(), "open": opened(), "cancelled": opened()}
    actions.draw_up(in_state["checking"], BY)
    actions.cancel(in_state["cancelled"], "called off", BY)
    for state in STATES:
        assert found(in_state[state]).state == state
        if state in TABLE[act].allowed:
            ACTS[act](in_state[state])
        else:
            with pytest.raises(Refused, match="in the meantime"):
                ACTS[act](in_state[state])
