"""What a check is worth: its time, its answers, its doubts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.patrol import rules_judging as rules
from estate.patrol.rules_judging import Circumstances, Judged, judge, made

UNTIL = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
CLOSES = UNTIL + timedelta(minutes=15)
FINE = Circumstances(0, 300, 60, 3, 20, True, False, False)


def at(minutes: int) -> datetime:
    return UNTIL + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("done", "received", "worth"),
    [
        (-30, -30, Judged("on_time", False, "checked")),
        (0, 10, Judged("on_time", False, "checked")),
        (5, 5, Judged("late", False, "late")),
        (15, 15, Judged("late", False, "late")),
        (16, 16, Judged("after", False, "missed")),
        (-30, 180, Judged("on_time", True, "missed")),
        (5, 16, Judged("late", True, "missed")),
        (60, 180, Judged("after", False, "missed")),
    ],
)
def test_a_check_counts_by_when_it_was_made_and_a_late_one_does_not_hide_a_miss(done, received, worth):
    assert judge(UNTIL, CLOSES, at(done), at(received)) == worth


minutes = st.integers(-600, 600)


@given(minutes, st.integers(0, 600))
def test_what_comes_after_the_round_has_closed_never_undoes_the_miss(done, more):
    judged = judge(
        UNTIL, CLOSES, at(done), max(at(done), CLOSES + timedelta(seconds=1)) + timedelta(minutes=more)
    )
    assert judged.state == "missed"
    assert judged.sent_late == (at(done) <= CLOSES)


@given(minutes, minutes, st.integers(-10_000, 10_000))
def test_a_wrong_clock_is_put_right_and_no_check_lies_in_the_future(done, later, off):
    received, wrong = at(done) + timedelta(minutes=abs(later)), timedelta(minutes=off)
    found = made(received, at(done) + wrong, received + wrong)
    assert found.done_at == at(done)
    assert found.off_s == off * 60
    assert made(received, at(done) + wrong, None).done_at <= received


def test_a_page_without_script_gives_the_time_of_receipt():
    assert made(at(3), None, None) == (at(3), None)


@pytest.mark.parametrize(
    ("kind", "answer", "number", "fault"),
    [
        ("yes_no", "yes", None, False),
        ("yes_no", "no", None, True),
        ("number", "0.3", 300, False),
        ("number", "0.299", 299, True),
        ("number", "0.6", 600, False),
        ("number", "0.601", 601, True),
        ("choice", "no", None, True),
        ("photo", "photo", None, False),
    ],
)
def test_an_answer_beyond_its_limits_is_a_fault_and_the_limit_itself_is_good(kind, answer, number, fault):
    assert rules.abnormal(kind, answer, number, 300, 600, ["no"]) == fault


def test_a_limit_may_be_open_on_one_side():
    assert not rules.abnormal("number", "-5", -5000, None, 0, [])
    assert rules.abnormal("number", "1", 1000, None, 0, [])


@pytest.mark.parametrize(
    ("changed", "doubt"),
    [
        ({"off_s": 121}, "clock"),
        ({"off_s": -121}, "clock"),
        ({"seconds": 59}, "too_fast"),
        ({"distance_m": 21}, "far"),
        ({"distance_m": None}, "no_position"),
        ({"scanned": False}, "not_scanned"),
        ({"out_of_order": True}, "out_of_order"),
        ({"other_person": True}, "other_person"),
    ],
)
def test_each_doubt_has_its_cause(changed, doubt):
    assert rules.doubts(FINE) == []
    assert rules.doubts(FINE._replace(**changed)) == [doubt]


def test_a_person_decides_about_a_second_check_an_ended_round_and_a_clock_far_off():
    assert rules.conflicts(0, checked_before=False, closed=False) == []
    assert rules.conflicts(1801, checked_before=True, closed=True) == ["twice", "clock"]
    assert rules.conflicts(None, checked_before=False, closed=True) == ["closed"]


def test_a_thousandth_of_a_degree_northwards_is_111_metres():
    assert rules.distance_m((30_000_000, 120_000_000), (30_001_000, 120_000_000)) == 111


@pytest.mark.parametrize(
    ("states", "ended"),
    [
        (["checked", "late", "skipped"], "finished"),
        (["checked", "missed"], "incomplete"),
        (["missed", "missed"], "missed"),
        (["skipped", "missed"], "incomplete"),
    ],
)
def test_a_round_ends_by_what_became_of_its_points(states, ended):
    assert rules.ended_state(states) == ended


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        (300, 600, "MPa", "0.3 – 0.6 MPa"),
        (-5500, None, "℃", "≥ -5.5 ℃"),
        (None, 0, "", "≤ 0"),
        (None, None, "m", ""),
    ],
)
def test_limits_are_written_as_people_write_them(low, high, unit, text):
    assert rules.limits_text(low, high, unit) == text
