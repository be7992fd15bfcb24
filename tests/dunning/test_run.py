"""The nightly run on the small community: bills of 166.06 due on the 25th of September, October and November 2026."""

from datetime import date, timedelta

import pytest

from estate.contacts import actions as contacts
from estate.contacts.actions import Told
from estate.data import clock, read, write
from estate.data.store import System
from estate.dunning import actions, actions_cases, records_cases
from estate.dunning.actions_run import close_settled
from estate.dunning.plan import plan
from estate.letters import actions as letters
from estate.letters import queries as letter_queries
from estate.refusal import Refused
from tests.cashier.conftest import bill
from tests.dunning.conftest import Counter, Household, Place
from tests.dunning.nights import at, case_of, closings, run, spoken, steps

BY = System("Liu Min", 2)
DUE = date(2026, 9, 28)  # the 25th is the first of three days off


def day(days: int) -> date:
    """So many days after the oldest bill was due."""
    return DUE + timedelta(days)


def letter_of(whose: Household) -> int:
    """The letter that the case of a debt has drafted."""
    with read() as db:
        return int(
            db.value(
                "SELECT letter_id FROM dunning_steps WHERE case_id = :case_id AND letter_id IS NOT NULL",
                case_id=case_of(whose),
            )
        )


def deliver_the_letter(whose: Household, on: date) -> None:
    with at(on), write(BY) as tx:
        actions.letter_delivered(tx, letter_of(whose))


def every_night(first: int, last: int) -> None:
    for days in range(first, last + 1):
        run(day(days))


def test_each_step_comes_on_its_day_and_a_second_run_of_the_day_does_nothing(wang: Household) -> None:
    seen: list[tuple[int, str]] = []
    for days in (1, 4, 5, 6, 19, 20, 59, 60, 90, 179, 180, 400):
        run(day(days))
        if days == 90:
            deliver_the_letter(wang, day(91))
        again = run(day(days))
        assert again.steps == 0 and again.opened == 0
        seen += [(days, kind) for kind in spoken(wang)[len(seen) :]]
    assert seen == [(5, "reminder"), (20, "call"), (60, "formal"), (90, "letter"), (180, "lawyer")]


def test_the_lawyer_s_file_waits_until_the_letter_has_left_the_house_and_its_fifteen_days_are_over(
    wang: Household,
) -> None:
    for days in (60, 90, 180, 200):
        run(day(days))
    assert spoken(wang) == ["formal", "letter"]
    deliver_the_letter(wang, day(201))
    run(day(215))
    assert spoken(wang) == ["formal", "letter"]
    run(day(216))
    assert spoken(wang) == ["formal", "letter", "lawyer"]


def test_a_letter_is_drafted_for_the_staff_and_a_withdrawn_one_leaves_its_step_out(wang: Household) -> None:
    run(day(60))
    run(day(90))
    with read() as db:
        draft = letter_queries.letter(db, letter_of(wang))
    assert draft is not None and draft.kind == "demand" and draft.case_id == case_of(wang)
    with at(day(92)):
        letters.withdraw(letter_of(wang), "sorted out by telephone", BY)
    assert [(one.kind, one.outcome) for one in steps(wang)][-1] == ("letter", "skipped")


def test_a_step_that_is_a_letter_ends_with_its_letter_and_not_by_a_word(wang: Household) -> None:
    run(day(60))
    run(day(90))
    with read() as db:
        step_row = db.value("SELECT id FROM dunning_steps WHERE kind = 'letter'")
    with at(day(91)), pytest.raises(Refused, match="deliver the letter"):
        actions_cases.finish_task(step_row, "", BY)
    assert steps(wang)[-1].outcome == "open"


def test_a_logged_call_that_reached_somebody_takes_the_task_from_the_list(wang: Household) -> None:
    run(day(20))
    with at(day(21)):
        told = Told(wang.home_id, wang.payer_id, clock.now(), "call_out", "nobody", "no_answer")
        contacts.log(told, "first", BY)
        assert steps(wang)[-1].outcome == "open"
        contacts.log(told._replace(reached="owner", result="told"), "second", BY)
    assert steps(wang)[-1].outcome == "done"


def test_payment_in_full_closes_the_case_and_ends_the_ladder(wang: Household, counter: Counter) -> None:
    run(day(5))
    with at(day(8)):
        counter.take(wang, 3 * 16606)
    assert run(day(9)).closed == 1
    every_night(20, 22)
    assert spoken(wang) == ["reminder"]
    assert closings(wang) == ["paid"]


def test_a_case_that_is_paid_closes_before_the_next_night(wang: Household, counter: Counter) -> None:
    run(day(5))
    with at(day(8)):
        assert close_settled(day(8), BY) == 0
        counter.take(wang, 3 * 16606)
        assert close_settled(day(8), BY) == 1
        assert close_settled(day(8), BY) == 0
    assert closings(wang) == ["paid"]


def test_a_payment_during_the_day_takes_the_call_from_the_work_list_at_once(
    wang: Household, counter: Counter
) -> None:
    run(day(20))
    today = day(20).isoformat()
    with read() as db:
        assert wang.home_id in [task.home_id for task in records_cases.tasks(db, today)]
    with at(day(20)):
        counter.take(wang, 3 * 16606)
    with read() as db:
        assert wang.home_id not in [task.home_id for task in records_cases.tasks(db, today)]


def test_who_falls_into_arrears_anew_gets_a_new_case_from_the_beginning(
    wang: Household, counter: Counter, by: System
) -> None:
    run(day(20))
    with at(day(21)):
        counter.take(wang, 3 * 16606)
    run(day(22))
    bill(by, [date(2026, 12, 1)])
    run(date(2026, 12, 30))
    assert spoken(wang) == ["call", "reminder"]
    assert closings(wang) == ["paid", None]


def test_a_reversed_receipt_brings_the_debt_back_in_a_new_case(wang: Household, counter: Counter) -> None:
    run(day(5))
    with at(day(6)):
        receipt = counter.take(wang, 3 * 16606)
    run(day(7))
    with at(day(30)):
        counter.reverse(receipt)
    run(day(31))
    assert spoken(wang) == ["reminder", "call"]
    assert closings(wang) == ["paid", None]


def test_after_a_reversed_receipt_the_new_case_goes_on_where_the_earlier_one_was(
    wang: Household, counter: Counter
) -> None:
    run(day(60))
    with at(day(61)):
        receipt = counter.take(wang, 3 * 16606)
    run(day(62))
    with at(day(63)):
        counter.reverse(receipt)
    with read() as db:
        foreseen = [one.decision.step for one in plan(db, day(70)).cases if one.owing.home_id == wang.home_id]
    assert foreseen == [None]
    every_night(64, 90)
    assert spoken(wang) == ["formal", "letter"]


def test_a_letter_that_left_the_house_before_a_reversed_receipt_still_gives_its_days(
    wang: Household, counter: Counter
) -> None:
    run(day(60))
    run(day(90))
    deliver_the_letter(wang, day(170))
    with at(day(171)):
        receipt = counter.take(wang, 3 * 16606)
    run(day(172))
    with at(day(173)):
        counter.reverse(receipt)
    every_night(174, 184)
    assert spoken(wang) == ["formal", "letter"]
    run(day(185))
    assert spoken(wang) == ["formal", "letter", "lawyer"]


def test_days_off_are_caught_up_with_the_latest_step_alone(wang: Household) -> None:
    run(day(5))
    run(day(70))
    assert [one.kind for one in steps(wang)] == ["reminder", "call", "formal"]
    assert spoken(wang) == ["reminder", "formal"]


def test_a_clock_that_went_forward_and_back_repeats_nothing_and_closes_nothing(wang: Household) -> None:
    run(day(60))
    before = steps(wang)
    for back in (10, 1, -30):
        tally = run(day(back))
        assert (tally.steps, tally.closed) == (0, 0)
    every_night(58, 63)
    assert steps(wang) == before
    assert closings(wang) == [None]


def test_a_pause_holds_the_steps_back_until_its_last_day(wang: Household) -> None:
    run(day(5))
    with at(day(6)):
        actions_cases.pause_case(case_of(wang), "dispute", day(30), "the lift was out of order", BY)
    every_night(19, 30)
    assert spoken(wang) == ["reminder"]
    run(day(31))
    assert spoken(wang) == ["reminder", "call"]


def test_a_pause_of_a_promise_ends_with_it(wang: Household) -> None:
    run(day(5))
    with at(day(6)), write(BY) as tx:
        actions.pause(tx, wang.home_id, wang.payer_id, "promise", day(60), "", "promises", 7)
        actions.pause(tx, wang.home_id, wang.payer_id, "promise", day(40), "", "promises", 7)
    run(day(30))
    assert spoken(wang) == ["reminder"]
    with at(day(31)), write(BY) as tx:
        assert actions.end_pause(tx, "promises", 7, "not kept")
        assert not actions.end_pause(tx, "promises", 7, "not kept")
    run(day(31))
    assert spoken(wang) == ["reminder", "call"]


def test_a_step_by_hand_is_not_repeated_by_the_night(wang: Household) -> None:
    run(day(1))
    with at(day(2)):
        actions_cases.run_step(case_of(wang), 3, "", BY)
        actions_cases.run_step(case_of(wang), 3, "", BY)
    every_night(5, 22)
    assert [(one.kind, one.outcome) for one in steps(wang)] == [("reminder", "skipped"), ("call", "open")]


def test_a_step_by_hand_is_refused_during_a_pause_and_after_payment(
    wang: Household, counter: Counter
) -> None:
    run(day(5))
    with at(day(6)):
        actions_cases.pause_case(case_of(wang), "hardship", day(30), "", BY)
        with pytest.raises(Refused, match="paused"):
            actions_cases.run_step(case_of(wang), 3, "", BY)
        with read() as db:
            pause = db.value("SELECT id FROM dunning_pauses")
        actions_cases.resume(case_of(wang), pause, "solved", BY)
        counter.take(wang, 3 * 16606)
        with pytest.raises(Refused, match="Nothing is overdue"):
            actions_cases.run_step(case_of(wang), 3, "", BY)


def test_a_step_that_is_left_out_never_comes(wang: Household) -> None:
    run(day(5))
    with at(day(6)):
        actions_cases.skip_step(case_of(wang), 3, "spoke with him at the gate", BY)
    every_night(20, 25)
    assert spoken(wang) == ["reminder"]


def test_a_case_closed_by_hand_stays_closed_for_what_was_due_and_opens_for_later_bills(
    wang: Household, by: System
) -> None:
    run(day(5))
    with at(date(2026, 11, 28)):
        actions_cases.close_case(case_of(wang), "court", "filed on 2026-11-28", BY)
    run(date(2026, 12, 1))
    assert closings(wang) == ["court"]
    bill(by, [date(2026, 12, 1)])
    run(date(2026, 12, 31))
    assert closings(wang) == ["court", None]
    with read() as db:
        assert (
            db.value("SELECT opened_fen FROM dunning_cases WHERE id = :case_id", case_id=case_of(wang))
            == 16606
        )


def test_a_care_household_follows_the_softer_strategy_by_itself(wang: Household, by: System) -> None:
    with write(by) as tx:
        tx.run(
            """
            INSERT INTO care_needs (person_id, category, created_at) VALUES (:payer, 'very_old', 'x')
            """,
            payer=wang.payer_id,
        )
    for days in (5, 10, 30, 75, 120):
        run(day(days))
    assert spoken(wang) == ["call", "visit", "call", "visit"]


def test_a_household_that_is_promised_care_later_gets_a_visit_in_place_of_strict_papers(
    wang: Household, by: System
) -> None:
    run(day(20))
    with write(by) as tx:
        tx.run(
            "INSERT INTO care_needs (person_id, category, created_at) VALUES (:p, 'illness', 'x')",
            p=wang.payer_id,
        )
    run(day(60))
    assert spoken(wang) == ["call", "visit"]


def test_a_notice_before_the_due_day_goes_out_once_and_not_for_what_is_paid(
    place: Place, counter: Counter, by: System
) -> None:
    bill(by, [date(2026, 12, 1)])
    with at(date(2026, 12, 1)):
        counter.take(place.li, 4 * 16606)
    assert run(date(2026, 12, 14)).notices == 0
    first = run(date(2026, 12, 15))
    assert first.notices == 2  # Wang and Sun; Li has paid
    assert run(date(2026, 12, 16)).notices == 0
    assert run(date(2026, 12, 1)).notices == 0


def test_a_home_that_no_strategy_applies_to_has_no_case(wang: Household, by: System) -> None:
    with write(by) as tx:
        tx.run("DELETE FROM strategy_assignments")
    assert run(day(60)).opened == 0


def test_a_due_day_that_falls_on_days_off_is_late_only_after_them(wang: Household) -> None:
    run(date(2026, 9, 30))
    assert spoken(wang) == []
    run(date(2026, 10, 3))
    assert spoken(wang) == ["reminder"]


def test_a_call_that_nobody_made_leaves_the_list_when_a_later_step_comes(wang: Household) -> None:
    run(day(20))
    run(day(60))
    assert [(one.kind, one.outcome) for one in steps(wang)][1:] == [("call", "dropped"), ("formal", "done")]


def test_a_call_names_what_is_overdue_by_the_day_that_a_due_day_moves_to(wang: Household) -> None:
    """The bill of October is due on the 25th, which is made a day off: on the 26th it is not overdue yet."""
    run(day(20))
    with write(BY) as tx:
        tx.run("INSERT INTO due_moves (day, moves_to) VALUES ('2026-10-25', '2026-10-26')")
    for today, fen in (("2026-10-26", 16606), ("2026-10-27", 2 * 16606)):
        with read() as db:
            [task] = [one for one in records_cases.tasks(db, today) if one.home_id == wang.home_id]
        assert (task.overdue_fen, task.oldest_due_on) == (fen, DUE.isoformat()), today
