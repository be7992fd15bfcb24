"""Who votes, and how: two at once, co-owners, proxies, two readers of paper; each unit of the roll once."""

from datetime import timedelta
from functools import partial

import pytest

from estate.data import clock, read
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.votes import (
    actions_ballots,
    actions_voters,
    records_ballots,
)
from estate.votes.actions_ballots import ALREADY, COUNTED, DIFFERS, FIRST, WAITING
from estate.votes.rules import Weight
from tests.together import at_once
from tests.votes.conftest import (
    BY,
    DAYS,
    Travel,
    Voters,
    cast,
    choices,
    drafted,
    ended,
    enter,
    found,
    new_code,
    opened,
    paper,
    unit_of,
)

SCAN = Kept("0" * 64, "proxy.pdf", "application/pdf", 10)


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
    said = [("Li", "for"), ("Qian", "against")]
    outcomes = at_once(*(partial(cast, vote_id, voters, "1-1-102", *one) for one in said))
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
