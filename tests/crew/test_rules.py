"""Who is handed an order: never without the skill or off shift while somebody else would do, the same every time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate import i18n
from estate.crew import words
from estate.crew.rules import Job, Mended, Worker, choice, cost, obstacle, ranked
from estate.crew.rules_shifts import Shift

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)  # 10:00 in Shanghai
ON = Shift(NOW - timedelta(hours=2), NOW + timedelta(hours=8))
TOMORROW = Shift(NOW + timedelta(hours=22), NOW + timedelta(hours=32))
JOB = Job("plumbing", "normal", NOW, building_id=3, zone_id=1)
ZHOU = Worker(1, "Zhou Qiang", level=2, shift=ON)
QIAN = Worker(2, "Qian Wei", level=2, shift=ON)


def first(*workers: Worker, job: Job = JOB) -> str:
    return ranked(job, workers)[0].name


def test_who_has_less_to_do_is_handed_the_order() -> None:
    assert first(ZHOU._replace(load=("normal",)), QIAN) == "Qian Wei"
    assert (
        first(ZHOU._replace(load=("normal", "normal")), QIAN._replace(load=("urgent", "fast")))
        == "Zhou Qiang"
    )


def test_what_waits_for_parts_is_no_load() -> None:
    assert first(ZHOU._replace(waiting=3), QIAN._replace(load=("normal",))) == "Zhou Qiang"


def test_who_works_nearby_comes_first() -> None:
    near, zone, far = ((3, 1), (4, 1), (9, 2))
    costs = [cost(JOB, ZHOU._replace(building_id=one, zone_id=other)) for one, other in (near, zone, far)]
    assert costs == sorted(set(costs))


def test_who_mended_this_equipment_comes_first() -> None:
    knows = ZHOU._replace(load=("normal",), mended=Mended("equipment", date(2026, 5, 3)))
    assert first(QIAN, knows) == "Zhou Qiang"


def test_the_reasons_are_told_in_plain_words() -> None:
    knows = ZHOU._replace(load=("normal",), mended=Mended("equipment", date(2026, 5, 3)), waiting=2)
    [one] = ranked(JOB, [knows])
    with i18n.speaking("en"):
        assert words.reasons(one, "plumbing", NOW) == (
            "Skill in water and drains, 1 open order and 2 that wait, on shift until 18:00, "
            "worked on this equipment on May 3, 2026"
        )
    with i18n.speaking("zh_CN"):
        assert words.reasons(one, "plumbing", NOW) == (
            "会给排水、手上 1 单，另有 2 单在等、在班至 18:00、2026年5月3日修过这台设备"
        )


def test_who_is_off_shift_is_said_to_be() -> None:
    [one] = ranked(JOB, [ZHOU._replace(shift=TOMORROW, level=0)])
    with i18n.speaking("en"):
        assert words.reasons(one, "plumbing", NOW) == (
            "No skill in water and drains, no open order, off shift until Fri 08:00"
        )


@pytest.mark.parametrize(
    ("worker", "urgency", "handed", "why_not"),
    [
        (ZHOU, "urgent", True, ""),
        (ZHOU._replace(shift=TOMORROW), "normal", True, "off_shift"),
        (ZHOU._replace(shift=TOMORROW), "urgent", False, "off_shift"),
        (ZHOU._replace(shift=None), "normal", False, "off_shift"),
        (ZHOU._replace(level=0), "normal", False, "unskilled"),
    ],
)
def test_only_somebody_who_can_and_works_is_handed_an_order_unasked(
    worker: Worker, urgency: str, handed: bool, why_not: str
) -> None:
    job = JOB._replace(urgency=urgency)
    found = ranked(job, [worker])
    assert (choice(job, found) is not None) == handed
    assert obstacle(found) == why_not


def test_without_a_crew_nobody_is_chosen() -> None:
    assert (choice(JOB, []), obstacle([])) == (None, "nobody")


WORKERS = st.lists(
    st.builds(
        Worker,
        account_id=st.integers(1, 99),
        name=st.just("somebody"),
        level=st.integers(0, 3),
        shift=st.sampled_from([None, ON, TOMORROW]),
        load=st.lists(st.sampled_from(["urgent", "fast", "normal", "complex"]), max_size=4).map(tuple),
        building_id=st.sampled_from([None, 3, 4]),
        zone_id=st.sampled_from([None, 1, 2]),
        mended=st.sampled_from(
            [None, Mended("home", date(2026, 1, 2)), Mended("equipment", date(2026, 1, 2))]
        ),
        given_today=st.integers(0, 3),
        last_given=st.sampled_from(["", "2026-11-25T01:00:00.000Z", "2026-11-26T01:00:00.000Z"]),
    ),
    unique_by=lambda one: one.account_id,
    max_size=8,
)


@given(WORKERS, st.randoms())
def test_nobody_without_the_skill_or_off_shift_stands_before_who_has_and_is(
    workers: list[Worker], chance: object
) -> None:
    found = ranked(JOB, workers)
    assert sorted(one.account_id for one in found) == sorted(one.account_id for one in workers)
    if not found:
        return
    best = found[0]
    assert best.skilled or not any(one.level for one in workers)
    rivals = [one for one in workers if bool(one.level) == best.skilled]
    assert best.on_shift or not any(one.shift == ON for one in rivals)
    if not best.on_shift:
        assert obstacle(found) in ("off_shift", "unskilled")
    mixed = list(workers)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert ranked(JOB, mixed) == found


@given(WORKERS)
def test_of_equals_who_was_handed_fewer_today_and_who_waited_longest_comes_first(
    workers: list[Worker],
) -> None:
    alike = [
        ZHOU._replace(account_id=one.account_id, given_today=one.given_today, last_given=one.last_given)
        for one in workers
    ]
    order = [(one.given_today, one.last_given, one.account_id) for one in alike]
    assert [one.account_id for one in ranked(JOB, alike)] == [account for *_rest, account in sorted(order)]
