"""Votes from draft to count: the roll, two voters at once, two readers of paper, and that nothing changes afterwards."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
from estate.votes.actions_ballots import ALREADY, COUNTED, DIFFERS, FIRST, WAITING
from estate.votes.rules import Weight
from estate.votes.rules_acts import ACTS as TABLE
from estate.votes.rules_acts import STATES
from estate.votes.tasks import end_due
from tests.votes.conftest import (
    BY,
    DAYS,
    Voters,
    choices,
    draft,
    drafted,
    found,
    new_code,
    opened,
    unit_of,
)

SCAN = Kept("0" * 64, "proxy.pdf", "application/pdf", 10)
Travel = Callable[[timedelta], None]


def cast(vote_id: int, voters: Voters, home: str, name: str, *chosen: str, code: str = "") -> str:
    unit = unit_of(vote_id, voters, home)
    return actions_ballots.cast(
        vote_id, unit.id, voters.people[name], choices(vote_id, *chosen), code or new_code(), BY
    )


def paper(vote_id: int, voters: Voters, home: str) -> str:
    unit = unit_of(vote_id, voters, home)
    [(_unit, code)] = actions_ballots.print_papers(vote_id, [unit], BY)
    return code


def enter(vote_id: int, voters: Voters, home: str, who: int, *chosen: str, code: str = "") -> str:
    unit = unit_of(vote_id, voters, home)
    return actions_ballots.enter(vote_id, unit.id, choices(vote_id, *chosen), code, None, voters.staff[who])


def ended(vote_id: int, travel: Travel) -> None:
    travel(timedelta(days=DAYS, seconds=1))
    end_due()
    assert found(vote_id).state == "counting"


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


def test_a_unit_votes_once_and_the_same_sending_again_answers_the_same(voters: Voters) -> None:
    vote_id, code = opened(), new_code()
    assert cast(vote_id, voters, "1-1-101", "Wang", "for", code=code) == COUNTED
    assert cast(vote_id, voters, "1-1-201", "Wang", "for", code=code) == COUNTED
    assert cast(vote_id, voters, "1-1-201", "Wang", "against") == ALREADY
    with read() as db:
        assert records_ballots.turnout(db, vote_id) == Weight(13000, 1)
        assert records_ballots.ballots(db, vote_id) == 1


def test_who_sends_again_with_another_choice_is_not_told_that_it_counts(voters: Voters) -> None:
    vote_id, code = opened(), new_code()
    assert cast(vote_id, voters, "1-1-101", "Wang", "for", "against", code=code) == COUNTED
    assert cast(vote_id, voters, "1-1-101", "Wang", "against", "against", code=code) == ALREADY
    assert cast(vote_id, voters, "1-1-101", "Wang", "for", "against", code=code) == COUNTED


def test_one_code_is_the_receipt_of_one_ballot(voters: Voters) -> None:
    vote_id, code = opened(convention="per_home", secrecy="secret"), new_code()
    assert cast(vote_id, voters, "1-1-101", "Wang", "for", code=code) == COUNTED
    with pytest.raises(Refused, match="Open it again"):
        cast(vote_id, voters, "1-1-201", "Wang", "against", code=code)


def test_two_co_owners_at_once_give_one_vote(voters: Voters) -> None:
    vote_id = opened()
    with ThreadPoolExecutor(2) as two:
        outcomes = list(
            two.map(lambda one: cast(vote_id, voters, "1-1-102", *one), [("Li", "for"), ("Qian", "against")])
        )
    assert sorted(outcomes) == [ALREADY, COUNTED]
    with read() as db:
        assert records_ballots.ballots(db, vote_id) == 1
        unit = unit_of(vote_id, voters, "1-1-102")
        winner = ("for", "against")[outcomes.index(COUNTED)]
        assert set(records_ballots.choices_of(db, unit.id).values()) == {winner}
    actions_voters.object_to_ballot(vote_id, unit.id, voters.people["Li"], "We had agreed otherwise", BY)


def test_strangers_and_past_owners_cannot_vote(voters: Voters, travel: Travel) -> None:
    vote_id = opened()
    for home, name in (("1-1-101", "Zhao"), ("1-2-201", "Zhou"), ("1-2-202", "Wang")):
        with pytest.raises(Refused, match="cannot vote"):
            cast(vote_id, voters, home, name, "for")
    other = opened()
    unit = unit_of(other, voters, "1-1-101")
    with pytest.raises(Refused, match="not on the roll"):
        actions_ballots.cast(vote_id, unit.id, voters.people["Wang"], choices(vote_id, "for"), new_code(), BY)
    with pytest.raises(Refused, match="each motion"):
        actions_ballots.cast(other, unit.id, voters.people["Wang"], choices(vote_id, "for"), new_code(), BY)
    travel(timedelta(days=DAYS, seconds=1))
    with pytest.raises(Refused, match="time is over"):
        cast(vote_id, voters, "1-1-101", "Wang", "for")


def test_co_owners_vote_as_the_vote_says(voters: Voters) -> None:
    named = opened()
    unit = unit_of(named, voters, "1-1-102")
    with pytest.raises(Refused, match="photo or PDF"):
        actions_voters.represent(named, unit.id, voters.people["Qian"], "on paper", [], BY)
    actions_voters.represent(named, unit.id, voters.people["Qian"], "on paper", [SCAN], BY)
    with pytest.raises(Refused, match="named Qian"):
        cast(named, voters, "1-1-102", "Li", "for")
    assert cast(named, voters, "1-1-102", "Qian", "for") == COUNTED

    agree = opened(co_owners="agree")
    assert cast(agree, voters, "1-1-102", "Li", "for") == WAITING
    assert cast(agree, voters, "1-1-102", "Qian", "against") == WAITING
    assert cast(agree, voters, "1-1-102", "Li", "against") == COUNTED
    assert cast(agree, voters, "1-1-202", "Zhao", "for") == COUNTED
    with pytest.raises(Refused, match="cannot be compared"):
        drafted(co_owners="agree", secrecy="secret")


def test_a_proxy_votes_once_a_second_person_has_checked_it(voters: Voters) -> None:
    vote_id = opened()
    unit = unit_of(vote_id, voters, "1-1-202")
    today = clock.today()
    with pytest.raises(Refused, match="photo or PDF"):
        actions_voters.authorise(vote_id, unit.id, "Sun", "", (today, today), "", [], BY)
    scan = [SCAN]
    clerk, cashier, _manager = voters.staff
    with pytest.raises(Refused, match="on record there"):
        actions_voters.authorise(vote_id, unit.id, "Sun", "1-1-101", (today, today), "", scan, clerk)
    proxy = actions_voters.authorise(vote_id, unit.id, "Sun", "1-2-101", (today, today), "", scan, clerk)
    with pytest.raises(Refused, match="cannot vote"):
        cast(vote_id, voters, "1-1-202", "Sun", "for")
    with pytest.raises(Refused, match="another person"):
        actions_voters.decide_proxy(proxy, vote_id, "", clerk, accepted=True)
    actions_voters.decide_proxy(proxy, vote_id, "", cashier, accepted=True)
    assert cast(vote_id, voters, "1-1-202", "Sun", "for") == COUNTED
    with read() as db:
        mark = records_ballots.mark(db, unit.id)
    assert mark and (mark.voter, mark.proxy_id) == ("Sun", proxy)


def checked_proxy(vote_id: int, voters: Voters, home: str, holder: str, holder_home: str = "") -> int:
    """A proxy that holds today alone."""
    unit, today = unit_of(vote_id, voters, home), clock.today()
    made = actions_voters.authorise(
        vote_id, unit.id, holder, holder_home, (today, today), "", [SCAN], voters.staff[0]
    )
    actions_voters.decide_proxy(made, vote_id, "", voters.staff[1], accepted=True)
    return made


def test_a_co_owner_whom_the_others_gave_a_proxy_votes_for_all_of_them(voters: Voters) -> None:
    vote_id = opened(co_owners="agree")
    checked_proxy(vote_id, voters, "1-1-102", "Qian", "1-1-102")
    assert cast(vote_id, voters, "1-1-102", "Li", "for") == WAITING
    assert cast(vote_id, voters, "1-1-102", "Qian", "against") == COUNTED


def test_owners_take_a_proxy_back_as_long_as_it_was_not_used(voters: Voters) -> None:
    vote_id = opened()
    back, used = (checked_proxy(vote_id, voters, home, "Sun", "1-2-101") for home in ("1-1-202", "1-1-101"))
    clerk = voters.staff[0]
    with pytest.raises(Refused, match="reason"):
        actions_voters.decide_proxy(back, vote_id, "", clerk, accepted=False)
    actions_voters.decide_proxy(back, vote_id, "Zhao took it back", clerk, accepted=False)
    with pytest.raises(Refused, match="cannot vote"):
        cast(vote_id, voters, "1-1-202", "Sun", "for")
    with pytest.raises(Refused, match="changed in the meantime"):
        actions_voters.decide_proxy(back, vote_id, "", voters.staff[1], accepted=True)
    cast(vote_id, voters, "1-1-101", "Sun", "for")
    with pytest.raises(Refused, match="given by it"):
        actions_voters.decide_proxy(used, vote_id, "Wang took it back", clerk, accepted=False)


def test_a_paper_that_a_proxy_signed_in_time_is_entered_after_the_last_day(
    voters: Voters, travel: Travel
) -> None:
    vote_id, codes = opened(), {}
    for home in ("1-1-202", "1-1-101"):
        codes[home] = paper(vote_id, voters, home)
    signed = {"1-1-202": checked_proxy(vote_id, voters, "1-1-202", "A nephew")}
    last = clock.today() + timedelta(days=DAYS)
    ended(vote_id, travel)
    unit = unit_of(vote_id, voters, "1-1-101")
    made = actions_voters.authorise(
        vote_id, unit.id, "A niece", "", (last, last), "", [SCAN], voters.staff[0]
    )
    actions_voters.decide_proxy(made, vote_id, "", voters.staff[1], accepted=True)
    signed["1-1-101"] = made  # the proxy lay with the ballots in the box
    for home, proxy in signed.items():
        unit = unit_of(vote_id, voters, home)
        for who in voters.staff[:2]:
            actions_ballots.enter(vote_id, unit.id, choices(vote_id, "for"), codes[home], proxy, who)
        with read() as db:
            mark = records_ballots.mark(db, unit.id)
        assert mark and (mark.way, mark.proxy_id) == ("paper", proxy)


@pytest.mark.parametrize("secrecy", ["office", "secret"])
def test_a_paper_ballot_counts_when_two_people_read_the_same(voters: Voters, secrecy: str) -> None:
    vote_id = opened(secrecy=secrecy)
    with pytest.raises(Refused, match="No paper ballot"):
        enter(vote_id, voters, "1-1-101", 0, "for")
    code = paper(vote_id, voters, "1-1-101")
    assert enter(vote_id, voters, "1-1-101", 0, "for", code=code) == FIRST
    with pytest.raises(Refused, match="Another person"):
        enter(vote_id, voters, "1-1-101", 0, "for", code=code)
    with pytest.raises(Refused, match="is being entered"):
        cast(vote_id, voters, "1-1-101", "Wang", "against")
    assert enter(vote_id, voters, "1-1-101", 1, "for", code=code) == COUNTED
    assert enter(vote_id, voters, "1-1-101", 2, "for", code=code) == ALREADY
    assert cast(vote_id, voters, "1-1-101", "Wang", "against") == ALREADY
    with read() as db:
        assert [one.way for one in records_ballots.conflicts(db, vote_id)] == ["paper", "phone"]
        assert records_ballots.turnout(db, vote_id) == Weight(13000, 1)


@pytest.mark.parametrize("secrecy", ["office", "secret"])
def test_a_ballot_that_two_read_differently_waits_for_a_third_or_for_both(
    voters: Voters, secrecy: str
) -> None:
    vote_id = opened(secrecy=secrecy)
    code = paper(vote_id, voters, "1-1-101")
    enter(vote_id, voters, "1-1-101", 0, "for", code=code)
    assert enter(vote_id, voters, "1-1-101", 1, "against", code=code) == DIFFERS
    with read() as db:
        [waits] = records_ballots.pending(db, vote_id)
    assert (waits.entries, waits.agreed, waits.readers) == (2, 0, "clerk、cashier")
    assert enter(vote_id, voters, "1-1-101", 2, "abstain", code=code) == DIFFERS
    assert enter(vote_id, voters, "1-1-101", 1, "for", code=code) == COUNTED
    code = paper(vote_id, voters, "1-1-202")
    enter(vote_id, voters, "1-1-202", 0, "for", code=code)
    enter(vote_id, voters, "1-1-202", 1, "against", code=code)
    assert enter(vote_id, voters, "1-1-202", 2, "against", code=code) == COUNTED
    with read() as db:
        sums = list(records_ballots.sums(db, found(vote_id)).values())
    assert [(one.in_favour, one.against) for one in sums] == [(Weight(13000, 1), Weight(9000, 1))] * 2


def test_a_ballot_that_was_printed_anew_holds_instead_of_the_one_before(voters: Voters) -> None:
    vote_id = opened(secrecy="secret")
    lost, latest = paper(vote_id, voters, "1-1-101"), paper(vote_id, voters, "1-1-101")
    with pytest.raises(Refused, match="printed anew"):
        enter(vote_id, voters, "1-1-101", 0, "for", code=lost)
    with pytest.raises(Refused, match="Scan the ballot"):
        enter(vote_id, voters, "1-1-101", 0, "for")
    assert enter(vote_id, voters, "1-1-101", 0, "for", code=latest) == FIRST


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
