"""What is too long for its field is said beside it, with what was typed, and nothing is kept of it."""

from collections.abc import Callable

import pytest

from estate.data import read
from tests.complaints.conftest import Browser, Desk, newest

LONG = "x" * 2001


@pytest.mark.parametrize(
    ("step", "form"),
    [
        ("acknowledge", {"text": LONG}),
        ("note", {"reason": LONG}),
        ("split", {"title": "x" * 81, "category": "noise"}),
        ("close", {"outcome": "solved", "cause": "none", "text": LONG}),
    ],
)
def test_what_is_too_long_is_shown_again_and_not_kept(
    desk: Desk, sign_in: Callable[..., Browser], step: str, form: dict[str, str]
) -> None:
    one = desk.receive()
    desk.step(one, "take", "office")
    answer = sign_in("clerk").post(f"/complaints/{one}/steps/{step}", data={"key": "k", **form})
    assert answer.status_code == 422 and "characters or fewer" in answer.text
    assert "x" * 81 in answer.text and newest() == one


def test_what_an_owner_writes_too_long_is_shown_again(as_owner: Callable[[int], Browser], desk: Desk) -> None:
    one = desk.receive()
    answer = as_owner(0).post(f"/my/complaints/{one}/steps/write", data={"key": "k", "text": LONG})
    assert answer.status_code == 422 and LONG in answer.text and "characters or fewer" in answer.text


def test_an_order_is_not_made_of_what_is_too_long(desk: Desk, sign_in: Callable[..., Browser]) -> None:
    one = desk.receive()
    desk.step(one, "take", "office")
    form = {"key": "k", "title": "x" * 81, "category": "other", "urgency": "normal", "location": "Gate"}
    assert sign_in("clerk").post(f"/complaints/{one}/orders", data=form).status_code == 422
    with read() as db:
        assert db.value("SELECT count(*) FROM work_orders") == 0
