"""Which earlier complaints are like one."""

from hypothesis import given
from hypothesis import strategies as some

from estate.complaints.rules_similar import LEAST, Case, compare, likeness, pairs, similar

CASES = some.builds(
    Case,
    some.integers(1, 10**6),
    some.sampled_from(["noise", "pets", "fees"]),
    some.none() | some.integers(1, 3),
    some.none() | some.tuples(some.just("place"), some.integers(1, 3)),
    some.text(max_size=40),
)


@given(CASES, CASES)
def test_likeness_is_the_same_both_ways_round(one: Case, other: Case) -> None:
    assert compare(one, other)[1:] == compare(other, one)[1:]
    assert 0 <= likeness(pairs(one.text), pairs(other.text)) <= 100


@given(CASES, some.lists(CASES, max_size=20))
def test_the_most_alike_come_first_and_never_itself(one: Case, others: list[Case]) -> None:
    found = similar(one, [one, *others])
    assert one.id not in [each.id for each in found]
    assert [each.points for each in found] == sorted((each.points for each in found), reverse=True)
    assert all(each.points >= LEAST and each.why for each in found)


def test_chinese_texts_are_compared_without_words_to_split_by() -> None:
    assert likeness(pairs("三栋电梯异响"), pairs("电梯又异响了，三栋")) >= 60
    assert likeness(pairs("楼道垃圾"), pairs("车位被占")) == 0


def test_who_stays_unnamed_is_like_nobody_by_home() -> None:
    assert "home" not in compare(Case(1, "noise", None, None, "a"), Case(2, "noise", None, None, "b")).why
