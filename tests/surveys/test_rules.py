"""The rules of questionnaires: the way through one ends, averages are exact, what is hidden cannot be reckoned."""

from collections import Counter
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from estate.surveys.rules import (
    END,
    NEXT,
    OTHER,
    Given,
    Option,
    Question,
    fault_of,
    faults,
    faults_of,
    kept,
    moved,
    path,
    read_answers,
    read_questions,
    written,
)
from estate.surveys.rules_hiding import draw, gathered, keeps_group
from estate.surveys.rules_results import mean_place, outcome, share_bp
from tests.surveys.conftest import QUESTIONS

GOAL = st.integers(-1, 9)
QUESTION = st.builds(
    Question,
    kind=st.sampled_from(["single", "text"]),
    text=st.just("?"),
    options=st.lists(st.builds(Option, label=st.text(min_size=1, max_size=3), goes_to=GOAL), max_size=3).map(
        tuple
    ),
    goes_to=GOAL,
)
QUESTIONNAIRE = st.lists(QUESTION, max_size=9).map(tuple)
ANSWERS = st.dictionaries(st.integers(1, 9), st.builds(Given, chosen=st.tuples(st.integers(0, 4))))


@given(QUESTIONNAIRE, ANSWERS)
def test_the_way_through_any_questionnaire_ends_and_meets_no_question_twice(questions, answers) -> None:
    way = path(questions, answers)
    assert len(set(way)) == len(way) <= len(questions)


@given(QUESTIONNAIRE, ANSWERS)
def test_one_without_fault_goes_only_forward_and_every_question_can_be_met(questions, answers) -> None:
    if faults(questions):
        return
    way = path(questions, answers)
    assert way == sorted(way)
    walked: set[int] = set()
    waiting = [1]
    while waiting:  # a slow, obvious walk: every answer of every question
        number = waiting.pop()
        question = questions[number - 1]
        walked.add(number)
        for option in (*(question.options if question.kind == "single" else ()), Option("")):
            goal = option.goes_to or question.goes_to or number + 1
            if goal != END and goal <= len(questions) and goal not in walked:
                waiting.append(goal)
    assert walked == set(range(1, len(questions) + 1))


@given(QUESTIONNAIRE, st.randoms(use_true_random=False))
def test_what_leads_to_a_question_leads_there_after_it_was_moved(questions, chance) -> None:
    order = list(range(1, len(questions) + 1))
    chance.shuffle(order)
    order = order[: chance.randint(0, len(order))]
    for old, after in zip(order, moved(questions, order), strict=True):
        before = questions[old - 1].goes_to
        led = before in (NEXT, END) or before in order
        assert (after.goes_to != NEXT) == (led and before != NEXT)
        if led and before > 0:
            assert order[after.goes_to - 1] == before


@given(QUESTIONNAIRE, ANSWERS)
def test_what_is_kept_is_read_as_it_was(questions, answers) -> None:
    assert read_questions(written(questions)) == questions
    assert read_answers(written(answers)) == answers


def test_each_fault_of_a_questionnaire_is_named_with_its_question() -> None:
    yes = (Option("Yes"), Option("No"))
    assert faults(()) == [("empty", 0)]
    assert faults((Question("single", "?", options=(Option("Yes"),)),)) == [("few", 1)]
    assert faults((Question("scale", "?", least=5, most=5),)) == [("bounds", 1)]
    assert faults((Question("multiple", "?", options=yes, least=3),)) == [("bounds", 1)]
    assert faults((Question("text", "?"), Question("text", "?", goes_to=1))) == [("back", 2)]
    assert faults((Question("text", "?", goes_to=7),)) == [("nowhere", 1)]
    assert faults((Question("text", "?", goes_to=3), Question("text", "?"), Question("text", "?"))) == [
        ("never", 2)
    ]
    assert faults((Question("photo", "?"),), anonymous=True) == [("photo", 1)]
    assert faults(QUESTIONS) == []


def test_an_answer_is_taken_only_as_its_question_asks() -> None:
    single, scale, several, text = QUESTIONS
    ranking = Question("ranking", "?", options=(Option("a"), Option("b")))
    for question, answer, word in (
        (single, Given(), "missing"),
        (text, Given(), ""),
        (single, Given((1,)), ""),
        (single, Given((0, 1)), "many"),
        (single, Given((7,)), "unknown"),
        (single, Given((OTHER,), "own"), "unknown"),
        (scale, Given(number=5), ""),
        (scale, Given(number=6), "unknown"),
        (several, Given((0, 1, OTHER), "own"), "many"),
        (several, Given((OTHER,)), "other"),
        (several, Given((0,), "own"), "other"),
        (several, Given((OTHER,), "own"), ""),
        (ranking, Given((0,)), "few"),
        (ranking, Given((0, 0)), "twice"),
        (ranking, Given((1, 0)), ""),
        (text, Given(text="x" * 2001), "long"),
    ):
        assert fault_of(question, answer) == word, (question, answer)


def test_answers_beside_the_way_do_not_count() -> None:
    answers = {1: Given((1,)), 2: Given(number=3), 3: Given((0,)), 4: Given()}
    assert path(QUESTIONS, answers) == [1, 3, 4]
    assert kept(QUESTIONS, answers) == {1: Given((1,)), 3: Given((0,))}
    assert faults_of(QUESTIONS, {2: Given(number=9)}) == {1: "missing", 2: "unknown"}


@given(st.lists(st.permutations(range(4)), min_size=1, max_size=20))
def test_the_places_of_a_ranking_are_averaged_exactly(rankings) -> None:
    answers = [Given(chosen=tuple(one)) for one in rankings]
    means = [mean_place(place, answers) for place in range(4)]
    assert sum(means) == Fraction(1 + 2 + 3 + 4)
    assert means[0] == Fraction(sum(one.index(0) + 1 for one in rankings), len(rankings))


def test_an_outcome_counts_shares_and_averages_exactly() -> None:
    answers = [{2: Given(number=4)}, {2: Given(number=5)}, {2: Given(number=5)}, {}]
    found = outcome(2, QUESTIONS[1], answers, 3)
    assert found.answered == 3
    assert found.average == Fraction(14, 3)
    assert [one.times for one in found.lines] == [0, 0, 0, 1, 2]
    assert [one.share_bp for one in found.lines] == [0, 0, 0, 3333, 6667]
    assert share_bp(1, 0) == 0


def test_few_answers_are_not_shown_nor_the_few_words_beside_many() -> None:
    few = [{4: Given(text="I")}] * 4
    assert outcome(4, QUESTIONS[3], few, 4, size=5).hidden
    assert outcome(4, QUESTIONS[3], few, 4, size=5).texts == ()
    many = [{3: Given((0,))}] * 5 + [{3: Given((OTHER,), "mine")}]
    found = outcome(3, QUESTIONS[2], many, 6, size=5)
    assert not found.hidden
    assert found.texts == ()


@given(st.lists(st.text(max_size=3), max_size=60), st.integers(3, 7), st.randoms(use_true_random=False))
def test_between_two_looks_lie_no_sheets_or_at_least_the_set_size(sheets, size, chance) -> None:
    pool: list[str] = []
    out: list[str] = []
    for sheet in sheets:
        drawn = draw([*pool, sheet], size, chance)
        assert len(drawn.out) in (0, size)
        assert drawn.out == sorted(drawn.out)
        assert drawn.kept == sorted(drawn.kept)
        pool, out = drawn.kept, out + drawn.out
    assert Counter([*out, *pool]) == Counter(sheets)
    assert not out or len(pool) >= size  # what follows at the end are at least as many again


@given(st.dictionaries(st.text(min_size=1, max_size=2), st.integers(0, 12), max_size=8), st.integers(3, 7))
def test_no_row_and_no_difference_of_rows_tells_of_fewer_than_the_set_size(sizes, size) -> None:
    rows = gathered(sizes, size)
    there = {name for name, count in sizes.items() if count}
    assert (rows == []) == (sum(sizes.values()) < size)
    if not rows:
        return
    assert sorted(name for row in rows for name in row) == sorted(there)
    counts = [sum(sizes[name] for name in row) for row in rows]
    assert all(count >= size for count in counts)
    # The total less any shown rows is again a union of rows: a small group stands alone in none of these.
    whole = sum(counts)
    for left_out in counts:
        assert whole - left_out == 0 or whole - left_out >= size
    for row in rows:
        assert len(row) > 1 or sizes[row[0]] >= size


def test_the_first_few_of_a_group_do_not_say_that_they_are_of_it() -> None:
    assert [keeps_group(done, 5) for done in (1, 4, 5, 9)] == [False, False, True, True]


def test_chance_decides_what_leaves_the_pool() -> None:
    pool = [f"{one:02d}" for one in range(10)]
    assert len({tuple(draw(pool, 5, Random(seed)).out) for seed in range(20)}) > 10


def test_answers_that_no_page_sends_lead_nowhere_and_are_refused() -> None:
    questions = (Question("single", "?", options=(Option("a"), Option("b", END))), Question("text", "Why"))
    for chosen in (-99, -1, 2, OTHER):
        answers = {1: Given((chosen,))}
        assert path(questions, answers) == [1, 2]
        assert 1 in faults_of(questions, answers)
