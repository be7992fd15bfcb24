"""What a tablet, or somebody who plays one, may send with a check."""

import pytest

from estate.data import clock, read
from tests.patrol.test_walk import key_of, tablet

__all__ = ["tablet"]

LONG_AGO = 120


def send(tablet, patrolled, queued: str, **more: str):
    here = f"/patrol/rounds/{patrolled.round}/points/{patrolled.pump}"
    told = {"key": key_of(tablet.get(here).text), f"item_{patrolled.lamp}": "yes", **more}
    return tablet.post(here, data=told, headers={"X-Queued": queued}, follow_redirects=False)


@pytest.mark.parametrize(
    ("made_at", "sequence"),
    [
        ("2026-99-99T99:99:99.999Z", 7),
        ("2026-02-30T10:00:00.000Z", 7),
        ("0000-01-01T00:00:00.000Z", 7),
        ("2026-02-03T10:00:00.000Z", 0),
    ],
)
def test_a_moment_or_a_count_that_is_none_does_not_break_the_answer(patrolled, tablet, made_at, sequence):
    answer = send(tablet, patrolled, f"{patrolled.walker.account_id};{sequence};{made_at};{LONG_AGO}")
    assert answer.status_code in (200, 303)
    with read() as db:
        assert db.value("SELECT count(*) FROM late_uploads") == 0


@pytest.mark.parametrize("age", [0, 340, 999_999_999])
def test_any_age_is_answered(patrolled, tablet, age):
    made = clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert send(tablet, patrolled, f"{patrolled.walker.account_id};3;{made};{age}").status_code in (200, 303)


@pytest.mark.parametrize(
    "more",
    [
        {"device_at": "1976-11-26T01:00:00+00:00", "device_sent_at": "2076-01-01T00:00:00+00:00"},
        {"device_at": "2026-11-26T01:00:00+23:59"},
        {"device_seq": "99999999999999999999"},
        {"device_seq": "９"},
        {"lat": "NaN", "lon": "1e400"},
        {"lat": "1e-999999", "lon": "9e1"},
        {"lat": "٣٠.١", "lon": "１２０"},
        {"note": "<script>alert(1)</script>\x00" * 3},
        {"label": "x\r\nSet-Cookie: a=b"},
    ],
)
def test_odd_values_of_a_device_are_taken_or_refused_never_fall_over(patrolled, tablet, more):
    made = clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    answer = send(tablet, patrolled, f"{patrolled.walker.account_id};3;{made};5", **more)
    assert answer.status_code in (200, 303, 422)
    shown = tablet.get("/patrol/checks/1")
    assert shown.status_code in (200, 404) and "<script>alert" not in shown.text


def test_a_long_key_is_refused_or_kept_once(patrolled, tablet):
    made = clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z")
    for _again in range(2):
        answer = send(tablet, patrolled, f"{patrolled.walker.account_id};3;{made};5", key="k" * 100_000)
        assert answer.status_code in (200, 303, 422)
    with read() as db:
        assert db.value("SELECT count(*) FROM patrol_checks") <= 1


def test_a_strange_label_does_not_break_the_way_to_the_point(patrolled, tablet):
    answer = tablet.get(
        f"/patrol/points/{patrolled.pump}/here?label=a%0d%0aSet-Cookie:%20a=b%26x", follow_redirects=False
    )
    assert (
        answer.status_code == 303
        and "set-cookie" not in answer.headers
        and "\n" not in answer.headers["location"]
    )
