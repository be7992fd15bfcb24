"""Two people at one complaint at once: nobody answers past the other, and what hangs on it ends with it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from estate.complaints import queries_steps
from estate.data import clock, read
from estate.refusal import Refused
from tests.complaints.conftest import Browser, Desk, complaint


def last_step(one: int) -> int:
    with read() as db:
        return queries_steps.last_step(db, one)


@pytest.mark.parametrize("step", ["acknowledge", "answer", "close"])
def test_who_answers_without_having_read_the_colleagues_answer_is_asked_to_read_it_first(
    desk: Desk, step: str
) -> None:
    one = desk.receive()
    desk.step(one, "take", "office")
    seen = last_step(one)
    more = {"outcome": "solved", "cause": "none"} if step == "close" else {}
    desk.step(one, "acknowledge", by=desk.manager, key="theirs", text="We are on it.")
    with pytest.raises(Refused, match="colleague has answered"):
        desk.step(one, step, key="mine", text="Mine", seen=seen, **more)
    desk.step(one, step, key="mine", text="Mine", seen=last_step(one), **more)


def test_who_answers_while_the_complainer_writes_reads_that_first_and_ones_own_word_is_no_hindrance(
    desk: Desk,
) -> None:
    one = desk.receive()
    desk.step(one, "take", "office")
    seen = last_step(one)
    desk.step(one, "acknowledge", text="We are on it.", seen=seen)
    desk.step(one, "answer", text="Done.", seen=seen)
    desk.step(one, "write", "owner", by=desk.cashier, text="No, it is not")
    with pytest.raises(Refused, match="complainer has written"):
        desk.step(one, "close", outcome="solved", cause="none", text="Closed.", seen=seen)
    assert complaint(one).state == "in_hand"


def test_the_page_sends_what_was_on_it_and_shows_the_text_again(
    desk: Desk, sign_in: Callable[..., Browser]
) -> None:
    one = desk.receive()
    office = sign_in("clerk")
    office.post(f"/complaints/{one}/steps/take", data={"key": "t"})
    seen = last_step(one)
    assert f'name="seen" value="{seen}"' in office.get(f"/complaints/{one}").text
    desk.step(one, "answer", "manager", by=desk.manager, text="It is mended.")
    form = {"key": "a", "text": "It is to be mended", "seen": str(seen)}
    refused = office.post(f"/complaints/{one}/steps/answer", data=form)
    assert refused.status_code == 422 and "colleague has answered" in refused.text
    assert "It is to be mended" in refused.text and f'name="seen" value="{last_step(one)}"' in refused.text


def test_dunning_goes_on_for_those_too_whose_complaint_is_closed_with_another(
    desk: Desk, sign_in: Callable[..., Browser]
) -> None:
    from estate.dunning import queries as dunning

    main, twin = desk.receive("main"), desk.receive("twin")
    boss, until = sign_in("manager"), (clock.today() + timedelta(days=30)).isoformat()
    for number, (name, form) in enumerate(
        [("pause", {"until": until}), ("merge", {"other": complaint(main).number})]
    ):
        done = boss.post(
            f"/complaints/{twin}/steps/{name}", data={"key": str(number), **form}, follow_redirects=False
        )
        assert done.status_code == 303, done.text
    with read() as db:
        assert dunning.paused_by(db, "complaints", twin) is not None
    desk.step(main, "close", "manager", by=desk.manager, outcome="solved", cause="none", text="Closed.")
    with read() as db:
        assert dunning.paused_by(db, "complaints", twin) is None
