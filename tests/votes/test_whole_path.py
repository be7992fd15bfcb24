"""Random votes through the real records, from the register to the published result, against a slow count by hand."""

from contextlib import suppress
from datetime import timedelta
from itertools import count

import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from estate.audience.actions import Aim
from estate.data import clock, read, write
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.votes import actions, actions_ballots, actions_voters, records, records_roll
from estate.votes.rules import CHOICES, MATTERS
from estate.votes.rules_acts import STATES
from estate.votes.tasks import end_due
from tests.votes.by_hand import PEOPLE, ByHand, Case, Home, Step
from tests.votes.conftest import BY, Voters, drafted, found, new_code

BUILDINGS = count(100)
ROUNDS = 16
SCAN = [Kept("0" * 64, "proxy.pdf", "application/pdf", 10)]


BALLOT = st.tuples(st.sampled_from(CHOICES), st.sampled_from(CHOICES))
HOMES = st.lists(
    st.builds(
        Home,
        st.integers(3000, 20_000),
        st.sampled_from(["occupied", "occupied", "vacant", "unsold", "sold"]),
        st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True).map(tuple),
    ),
    min_size=1,
    max_size=6,
).map(tuple)
STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(["phone", "phone", "phone", "paper", "paper", "proxy", "named"]),
        st.integers(0, 5),
        st.integers(0, len(PEOPLE) - 1),
        BALLOT,
        BALLOT,
    ),
    min_size=4,
    max_size=24,
).map(tuple)
CASES = st.builds(
    Case,
    HOMES,
    STEPS,
    st.tuples(st.sampled_from(MATTERS), st.sampled_from(MATTERS)),
    st.sampled_from(["per_owner", "per_home"]),
    st.sampled_from(["representative", "first", "agree"]),
    st.sampled_from(["open", "office", "secret"]),
    st.booleans(),
).map(
    lambda one: (
        one._replace(co_owners="first") if one.secrecy == "secret" and one.co_owners == "agree" else one
    )
)

COUPLE = Home(9000, "occupied", ("Li", "Qian"))
YES, NO, NEITHER = ("for", "for"), ("against", "against"), ("abstain", "abstain")
WANG, LI, QIAN, ZHAO = range(4)


def phones(home: int, who: int, said: tuple[str, str]) -> Step:
    return Step("phone", home, who, said, said)


BEGIN = Case((), (), ("manager", "rebuild"), "per_owner", "first", "open", follows=False)
PASSES = BEGIN._replace(
    homes=(Home(8000, "occupied", ("Wang",)), COUPLE, Home(5000, "vacant", ("Wang",))),
    steps=(phones(0, WANG, YES), phones(1, LI, YES), phones(1, QIAN, YES), Step("paper", 2, 0, NO, NO)),
    co_owners="agree",
)
DISAGREE = BEGIN._replace(homes=(COUPLE,), steps=(phones(0, LI, YES), phones(0, QIAN, NO)), co_owners="agree")
NAMED = BEGIN._replace(
    homes=(COUPLE,),
    steps=(Step("named", 0, QIAN, YES, YES), phones(0, LI, NO), phones(0, QIAN, YES)),
    co_owners="representative",
)
BY_PROXY = BEGIN._replace(
    homes=(Home(8000, "occupied", ("Wang",)),),
    steps=(phones(0, ZHAO, NO), Step("proxy", 0, ZHAO, YES, YES), phones(0, ZHAO, YES)),
)
FOR_BOTH = BEGIN._replace(
    homes=(COUPLE,), steps=(Step("proxy", 0, LI, YES, YES), phones(0, LI, YES)), co_owners="agree"
)
READ_TWICE = BEGIN._replace(homes=(COUPLE,), steps=(Step("paper", 0, 0, YES, NO), phones(0, LI, YES)))
SILENT = BEGIN._replace(
    homes=tuple(Home(8000, "occupied", ("Wang",)) for _home in range(9)),
    steps=tuple(phones(home, WANG, said) for home, said in enumerate((NO, NO, NO, YES, YES, NEITHER))),
    convention="per_home",
    follows=True,
)


@settings(
    max_examples=ROUNDS, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(CASES)
@example(PASSES)
@example(PASSES._replace(convention="per_home", secrecy="secret", co_owners="first"))
@example(DISAGREE)
@example(NAMED)
@example(BY_PROXY)
@example(FOR_BOTH)
@example(READ_TWICE)
@example(SILENT)
@example(SILENT._replace(steps=tuple(phones(home, WANG, YES) for home in range(6))))
def test_what_is_published_is_what_a_count_by_hand_gives(voters: Voters, case: Case) -> None:
    vote_id, home_ids = opened(case)
    by_hand = ByHand(case)
    for one in case.steps:
        step = one._replace(home=one.home % len(case.homes))
        DO[step.what](vote_id, home_ids, voters, step)
        by_hand.do(step)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        end_due()
        nothing_waits(vote_id)
        results = actions.close(vote_id, BY)
    assert found(vote_id).state == STATES[4]
    for place, one in enumerate(results):
        shown = {
            "entitled": one.sums.entitled,
            "for": one.sums.in_favour,
            "against": one.sums.against,
            "abstain": one.sums.abstained,
        }
        assert shown == by_hand.sums(place)
        assert one.decision.passed == by_hand.passed(place)
    with read() as db:
        assert records.results(db, found(vote_id)) == results
        assert actions.recount(db, found(vote_id)).same


def opened(case: Case) -> tuple[int, list[int]]:
    """The homes of a case in a building of their own, and a vote on them that is open."""
    with write(BY) as tx:
        code = str(next(BUILDINGS))
        building = tx.insert("buildings", code=code, sort=int(code))
        entrance = tx.insert("entrances", building_id=building, code="1")
        people = dict(tx.tuples("SELECT name, id FROM people"))
        home_ids: list[int] = []
        for number, home in enumerate(case.homes):
            name = f"{code}-1-{101 + number}"
            values = {
                "room": str(101 + number),
                "code": name,
                "sort": name,
                "floor": 1,
                "usage": "residential",
            }
            home_ids.append(
                tx.insert("homes", entrance_id=entrance, area_dm2=home.area, state=home.state, **values)
            )
            for nth, owner in enumerate(home.owners):
                role = "co_owner" if nth else "owner"
                tx.insert(
                    "residencies",
                    home_id=home_ids[-1],
                    person_id=people[owner],
                    role=role,
                    created_at=clock.stamp(),
                )
    vote_id = drafted(
        convention=case.convention,
        co_owners=case.co_owners,
        secrecy=case.secrecy,
        silence_basis="Rules of procedure §12" if case.follows else "",
        notice_days=0,
        closes_at=clock.stamp_of(clock.now() + timedelta(days=1)),
        motions=tuple((f"Motion {place}", "", matter) for place, matter in enumerate(case.matters, 1)),
    )
    actions.aim(vote_id, Aim("building", str(building)), BY)
    actions.draw_up(vote_id, BY)
    actions.open_vote(vote_id, BY)
    return vote_id, home_ids


def entry(vote_id: int, home_id: int) -> records_roll.Entry:
    with read() as db:
        one = records_roll.unit_of_home(db, vote_id, home_id)
    assert one is not None
    return one


def said(vote_id: int, choices: tuple[str, str]) -> dict[int, str]:
    with read() as db:
        return dict(zip([one.id for one in records.motions(db, vote_id)], choices, strict=True))


def phone(vote_id: int, home_ids: list[int], voters: Voters, step: Step) -> None:
    unit, person = entry(vote_id, home_ids[step.home]), voters.people[PEOPLE[step.who]]
    with suppress(Refused):
        actions_ballots.cast(vote_id, unit.id, person, said(vote_id, step.said), new_code(), BY)


def paper(vote_id: int, home_ids: list[int], voters: Voters, step: Step) -> None:
    """Three of the office read a ballot, one after the other, until it counts."""
    unit = entry(vote_id, home_ids[step.home])
    [(_unit, code)] = actions_ballots.print_papers(vote_id, [unit], BY)
    for staff, read_so in zip(voters.staff, (step.said, step.again, step.again), strict=True):
        actions_ballots.enter(vote_id, unit.id, said(vote_id, read_so), code, None, staff)


def proxy(vote_id: int, home_ids: list[int], voters: Voters, step: Step) -> None:
    unit, holder = entry(vote_id, home_ids[step.home]), PEOPLE[step.who]
    lives = {"Wang": "1-1-101", "Li": "1-1-102", "Qian": "1-1-102", "Zhao": "1-1-202"}[holder]
    days = (clock.today(), clock.today() + timedelta(days=1))
    entered = actions_voters.authorise(vote_id, unit.id, holder, lives, days, "", SCAN, voters.staff[0])
    actions_voters.decide_proxy(entered, vote_id, "", voters.staff[1], accepted=True)


def named(vote_id: int, home_ids: list[int], voters: Voters, step: Step) -> None:
    unit = entry(vote_id, home_ids[step.home])
    with suppress(Refused):
        actions_voters.represent(vote_id, unit.id, voters.people[PEOPLE[step.who]], "on paper", SCAN, BY)


DO = {"phone": phone, "paper": paper, "proxy": proxy, "named": named}


def nothing_waits(vote_id: int) -> None:
    """A third person has settled whatever two read differently."""
    with read() as db:
        assert not db.value(
            """
            SELECT count(*) FROM vote_entries AS e WHERE e.vote_id = :id
               AND NOT EXISTS (SELECT 1 FROM vote_marks AS k WHERE k.unit_id = e.unit_id)
            """,
            id=vote_id,
        )
