"""The majorities of Civil Code §278, exactly at their borders and against a slow, obvious count."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.votes.rules import (
    ABSTAIN,
    AGAINST,
    CHOICES,
    FOR,
    MATTERS,
    SPECIAL,
    Sums,
    Weight,
    decide,
    share_of,
)
from estate.votes.rules_acts import ACTS, PARTIES, STATES, allowed, leads_to, walk
from estate.votes.rules_codes import (
    choices_digest,
    line,
    list_hash,
    new_code,
    paper_hash,
    plain_code,
    receipt_hash,
    settled,
)
from estate.votes.rules_roll import PER_HOME, PER_OWNER, Part, units

ALL = Weight(900_00, 90)


def sums(
    in_favour: tuple[int, int],
    against: tuple[int, int] = (0, 0),
    abstained: tuple[int, int] = (0, 0),
    entitled: Weight = ALL,
) -> Sums:
    return Sums(entitled, Weight(*in_favour), Weight(*against), Weight(*abstained))


@pytest.mark.parametrize(
    ("case", "cast", "matter", "why"),
    [
        ("two thirds of both are enough to take part", sums((60000, 60)), "manager", "passed"),
        ("a dm² below two thirds is not", sums((59999, 60)), "manager", "participation_area"),
        ("one owner below two thirds is not", sums((60000, 59)), "manager", "participation_number"),
        ("nor are both", sums((59999, 59)), "manager", "participation_both"),
        ("nobody took part", sums((0, 0)), "manager", "participation_both"),
        ("half is not more than half", sums((30000, 30), (30000, 30)), "manager", "approval_both"),
        ("a dm² more is, by area alone", sums((30001, 30), (29999, 30)), "manager", "approval_number"),
        ("one owner more is, by number alone", sums((30000, 31), (30000, 29)), "manager", "approval_area"),
        ("both above half", sums((30001, 31), (29999, 29)), "manager", "passed"),
        (
            "abstentions take part and approve nothing",
            sums((30000, 30), (0, 0), (30000, 30)),
            "other",
            "approval_both",
        ),
        ("three quarters are enough for rebuilding", sums((45000, 45), (15000, 15)), "rebuild", "passed"),
        ("a dm² below is not", sums((44999, 45), (15001, 15)), "rebuild", "approval_area"),
        ("one owner below is not", sums((45000, 44), (15000, 16)), "raise_funds", "approval_number"),
        ("two thirds do not raise funds", sums((40000, 40), (20000, 20)), "raise_funds", "approval_both"),
        ("nor give common parts to a shop", sums((40000, 40), (20000, 20)), "common_parts", "approval_both"),
        ("but use the fund", sums((40000, 40), (20000, 20)), "use_funds", "passed"),
    ],
)
def test_a_motion_is_decided_exactly_at_the_borders_of_the_law(
    case: str, cast: Sums, matter: str, why: str
) -> None:
    decision = decide(cast, matter)
    assert (decision.why, decision.passed) == (why, why == "passed"), case


def test_thirds_that_do_not_come_out_even_are_rounded_by_nobody() -> None:
    entitled = Weight(100, 100)  # two thirds are 66⅔
    assert decide(sums((67, 67), entitled=entitled), "other").passed
    assert decide(sums((66, 67), entitled=entitled), "other").why == "participation_area"
    assert decide(sums((67, 67), entitled=entitled), "other").participation[0].least == 67
    assert decide(sums((67, 67), entitled=entitled), "other").approval[0].least == 34
    assert decide(sums((60, 60), entitled=Weight(90, 90)), "rebuild").approval[1].least == 45


def test_the_matters_are_those_of_the_law_in_its_order() -> None:
    assert [MATTERS.index(one) + 1 for one in SPECIAL] == [6, 7, 8]
    assert [share_of(one) for one in ("use_funds", "raise_funds")] == [
        (Fraction(1, 2), True),
        (Fraction(3, 4), False),
    ]
    with pytest.raises(ValueError, match="lunch"):
        share_of("lunch")


def test_silence_is_silence_unless_the_rules_of_procedure_say_otherwise() -> None:
    cast = sums((30000, 30), (20000, 20), (10000, 10))
    plain = decide(cast, "manager")
    assert (plain.passed, plain.silent, plain.silent_to) == (False, Weight(0, 0), "")
    follows = decide(cast, "manager", silence_follows=True)
    assert (follows.passed, follows.silent, follows.silent_to) == (True, Weight(30000, 30), FOR)
    assert [test.part for test in follows.approval] == [60000, 60]
    assert [test.whole for test in follows.approval] == [90000, 90]


def test_silence_never_makes_up_for_who_did_not_take_part() -> None:
    decision = decide(sums((59999, 60)), "manager", silence_follows=True)
    assert (decision.why, decision.silent) == ("participation_area", Weight(0, 0))


def test_silence_follows_nobody_where_the_two_measures_are_led_by_different_choices() -> None:
    decision = decide(sums((40000, 25), (25000, 40)), "manager", silence_follows=True)
    assert (decision.silent_to, decision.passed) == ("", False)
    assert (
        decide(sums((20000, 20), (10000, 10), (30000, 30)), "manager", silence_follows=True).silent_to == ""
    )
    assert decide(sums((10000, 10), (50000, 50)), "manager", silence_follows=True).silent_to == AGAINST


BALLOTS = st.lists(
    st.tuples(st.integers(1, 20_000), st.sampled_from([*CHOICES, None])), min_size=1, max_size=40
)


@given(BALLOTS, st.sampled_from(MATTERS), st.booleans())
def test_the_count_is_that_of_a_slow_and_obvious_one(
    roll: list[tuple[int, str | None]], matter: str, follows: bool
) -> None:
    def weight(*choices: str | None) -> Weight:
        return Weight(sum(a for a, c in roll if c in choices), len([a for a, c in roll if c in choices]))

    decision = decide(
        Sums(weight(*CHOICES, None), weight(FOR), weight(AGAINST), weight(ABSTAIN)),
        matter,
        silence_follows=follows,
    )
    assert decision.passed == slowly(roll, matter, follows)


def slowly(roll: list[tuple[int, str | None]], matter: str, follows: bool) -> bool:
    """As one would explain it aloud: by hand, one owner after the other, in fractions of the whole."""
    whole, voted = {"area": 0, "number": 0}, {"area": 0, "number": 0}
    by_choice = {choice: {"area": 0, "number": 0} for choice in CHOICES}
    for area, choice in roll:
        for measure, amount in (("area", area), ("number", 1)):
            whole[measure] += amount
            if choice is not None:
                voted[measure] += amount
                by_choice[choice][measure] += amount
    for measure in whole:
        if Fraction(voted[measure], whole[measure]) < Fraction(2, 3):
            return False
    if follows:
        for winner in (FOR, AGAINST):
            others = set(CHOICES) - {winner}
            if all(by_choice[winner][m] > by_choice[o][m] for m in whole for o in others):
                for measure in whole:
                    by_choice[winner][measure] += whole[measure] - voted[measure]
                    voted[measure] = whole[measure]
                break
    for measure in whole:
        part = Fraction(by_choice[FOR][measure], voted[measure])
        enough = (
            part >= Fraction(3, 4)
            if matter in ("raise_funds", "rebuild", "common_parts")
            else part > Fraction(1, 2)
        )
        if not enough:
            return False
    return True


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_least_that_is_named_is_the_least_that_does(part: int, whole: int) -> None:
    for matter in MATTERS:
        given_sums = Sums(Weight(whole, whole), Weight(part, part), Weight(0, 0), Weight(0, 0))
        for test in (*decide(given_sums, matter).participation, *decide(given_sums, matter).approval):
            if test.whole:
                assert test.met == (test.part >= test.least)
                assert not test._replace(part=test.least - 1).met


def home(number: int, *owners: int, state: str = "occupied", area: int = 8000) -> Part:
    return Part(number, area, state, frozenset(owners))


def test_several_homes_of_the_same_owner_count_as_one_person() -> None:
    roll = units([home(1, 7), home(2, 8), home(3, 7, area=5000)], PER_OWNER)
    assert [(one.homes, one.area) for one in roll] == [((1, 3), 13000), ((2,), 8000)]
    assert [one.homes for one in units([home(1, 7), home(2, 8), home(3, 7)], PER_HOME)] == [(1,), (2,), (3,)]


def test_homes_that_share_only_one_of_their_owners_are_not_of_the_same_owner() -> None:
    assert [one.homes for one in units([home(1, 7, 8), home(2, 7), home(3, 8, 7)], PER_OWNER)] == [
        (1, 3),
        (2,),
    ]


def test_what_the_developer_has_not_handed_over_counts_as_one_whoever_bought_it() -> None:
    roll = units(
        [home(1, 9, state="unsold"), home(2, state="sold"), home(3, 7), home(4, 9, state="sold")], PER_OWNER
    )
    assert [(one.homes, one.developer) for one in roll] == [((1, 2, 4), True), ((3,), False)]


def test_homes_without_an_owner_on_record_count_each_for_itself() -> None:
    roll = units([home(1), home(2), home(3, 7)], PER_OWNER)
    assert [(one.homes, one.unknown) for one in roll] == [((1,), True), ((2,), True), ((3,), False)]


PARTS = st.lists(
    st.tuples(
        st.integers(1, 20_000),
        st.sampled_from(["unsold", "sold", "occupied", "vacant"]),
        st.frozensets(st.integers(1, 5), max_size=3),
    ),
    max_size=30,
)


@given(PARTS, st.sampled_from([PER_OWNER, PER_HOME]))
def test_every_home_is_in_one_unit_and_no_area_is_lost(
    given_parts: list[tuple[int, str, frozenset[int]]], convention: str
) -> None:
    parts = [Part(number, *one) for number, one in enumerate(given_parts)]
    roll = units(parts, convention)
    assert sorted(home_id for one in roll for home_id in one.homes) == list(range(len(parts)))
    assert sum(one.area for one in roll) == sum(part.area for part in parts)


def test_the_table_of_acts_allows_what_it_says_and_nothing_else() -> None:
    steps = walk()
    assert len(steps) == len(ACTS) * len(STATES) * len(PARTIES)
    for act, state, party, may in steps:
        assert (act in allowed(state, [party])) == may
    assert not [act for act, state, _party, may in steps if may and state in ("closed", "cancelled")]
    assert [act for act, state, party, may in steps if may and state == "open" and party == "system"] == [
        "end"
    ]
    assert allowed("open", ["owner"]) == ["cast", "object_to_ballot"]
    assert not any(ACTS["end"].who & {party} for party in ("office", "entry", "owner"))
    assert leads_to("open", "checking") == "open"
    assert leads_to("cast", "open") == "open"


def test_a_receipt_is_found_again_by_its_code_alone() -> None:
    code = new_code()
    assert plain_code(f" {code.lower()} ") == code.replace("-", "")
    assert receipt_hash("BJ2026-0001", code) == receipt_hash("BJ2026-0001", code.replace("-", " "))
    assert receipt_hash("BJ2026-0001", code) != receipt_hash("BJ2026-0002", code)
    assert receipt_hash("BJ2026-0001", code) != paper_hash("BJ2026-0001", code)
    assert plain_code("7KQM-2F9T") == plain_code("O0O0-1111-IIII-0000") == ""
    assert len({new_code() for _time in range(500)}) == 500


def test_the_hash_of_the_list_changes_with_every_choice_and_with_no_order() -> None:
    lines = [
        line(receipt_hash("BJ2026-0001", new_code()), choices) for choices in (["for"], ["against"], ["for"])
    ]
    whole = list_hash("BJ2026-0001", lines)
    assert whole == list_hash("BJ2026-0001", reversed(lines))
    assert whole != list_hash("BJ2026-0001", lines[:2])
    assert whole != list_hash("BJ2026-0001", [*lines[:2], lines[2].replace("for", "against")])


def test_a_paper_ballot_counts_when_two_people_read_the_same() -> None:
    first, other = choices_digest("A" * 16, {1: "for"}), choices_digest("A" * 16, {1: "against"})
    assert settled([(1, first)]) == ""
    assert settled([(1, first), (1, first)]) == ""
    assert settled([(1, first), (2, other)]) == ""
    assert settled([(1, first), (2, first)]) == first
    assert settled([(1, first), (2, other), (3, other)]) == other
    assert choices_digest("A" * 16, {2: "for", 1: "abstain"}) == choices_digest(
        "AAAA-AAAA-AAAA-AAAA", {1: "abstain", 2: "for"}
    )
    assert first != choices_digest("B" * 16, {1: "for"})
