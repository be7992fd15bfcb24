"""What comes up, against a slow and obvious count; and every figure leads to the complaints behind it."""

import random
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from estate.complaints.queries import Complaint
from estate.data import clock, read
from tests.complaints.conftest import Browser, Desk, complaint

FIGURES: dict[str, Callable[[Complaint, str], bool]] = {
    "all": lambda one, now: True,
    "open": lambda one, now: one.state in ("received", "in_hand", "answered"),
    "first_due": lambda one, now: bool(one.first_at) or one.answer_by < now,
    "first_given": lambda one, now: bool(one.first_at),
    "reply_due": lambda one, now: bool(one.replied_at) or one.reply_by < now,
    "reply_given": lambda one, now: bool(one.replied_at),
    "rated": lambda one, now: one.result is not None,
}


@pytest.fixture
def heard(desk: Desk) -> list[int]:
    """Thirty complaints of four months, of two buildings or none, at every stage; one is merged, one taken back."""
    rng, ids = random.Random(7), list[int]()
    with read() as db:
        building = db.value("SELECT min(id) FROM buildings")
    now = clock.now()
    for number in range(30):
        begun = now - timedelta(days=rng.randrange(0, 100), hours=1)
        with time_machine.travel(begun, tick=False):
            one = desk.receive(
                f"r{number}",
                category=rng.choice(("noise", "pets", "fees")),
                building_id=rng.choice((building, None)),
                home_id=None,
            )
        ids.append(one)
        stage = rng.randrange(4)
        with time_machine.travel(min(begun + timedelta(hours=rng.choice((3, 60, 300))), now), tick=False):
            if stage:
                desk.step(one, "take", "office")
                desk.step(one, "answer" if stage > 1 else "acknowledge", text="We look into it.")
            if stage > 2:
                desk.step(
                    one, "close", outcome="solved", cause=rng.choice(("service", "billing")), text="Done"
                )
                desk.step(one, "rate", "owner", result=rng.randint(1, 5))
    open_ones = [one for one in ids if complaint(one).is_open]
    desk.step(open_ones[0], "merge", "manager", other_id=open_ones[1])
    desk.step(open_ones[2], "withdraw", "owner")
    return ids


def test_every_figure_counts_what_a_slow_count_counts_and_leads_to_it(
    heard: list[int], sign_in: Callable[..., Browser]
) -> None:
    manager = sign_in("manager")
    page = manager.get("/complaints/analysis?months=12").text
    counted = [one for one in map(complaint, heard) if one.state not in ("merged", "withdrawn")]
    found = re.findall(r'<a [^>]*href="(/complaints\?[^"]*figure=[^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    seen, wrong = set[str](), list[str]()
    for href, text in found:
        asked = {name: value[0] for name, value in parse_qs(urlsplit(unescape(href)).query).items()}
        behind = [one for one in counted if FIGURES[asked["figure"]](one, clock.stamp()) and fits(one, asked)]
        rows = set(re.findall(r'<tr id="complaint-(\d+)"', manager.get(unescape(href)).text))
        said = re.sub(r"<[^>]*>", " ", text).split()
        if rows != {str(one.id) for one in behind}:
            wrong.append(f"{href}: {len(rows)} rows, {len(behind)} counted")
        if asked["figure"] in ("all", "open") and str(len(behind)) not in said:
            wrong.append(f"{href}: {said}, {len(behind)} counted")
        if asked["figure"] == "rated":
            mean = sum(one.result or 0 for one in behind) / len(behind)
            if abs(float(said[0]) - mean) > 0.051:
                wrong.append(f"{href}: {said}, {mean}")
        seen |= {asked["figure"], *asked}
    assert wrong == []
    assert {*FIGURES, "category", "building", "month", "cause"} <= seen


def fits(one: Complaint, asked: dict[str, str]) -> bool:
    """Whether a complaint is of the group that a figure stands for."""
    return (
        asked.get("category", one.category) == one.category
        and asked.get("building", str(one.building_id or 0)) == str(one.building_id or 0)
        and clock.day_of(one.received_at).startswith(asked.get("month", ""))
        and asked.get("cause", one.cause) == one.cause
    )


def test_shares_in_time_are_those_of_a_slow_count(heard: list[int], sign_in: Callable[..., Browser]) -> None:
    page = sign_in("manager").get("/complaints/analysis?months=12").text
    counted = [one for one in map(complaint, heard) if one.state not in ("merged", "withdrawn")]
    now = clock.stamp()
    for figure, end, by in (("first_due", "first_at", "answer_by"), ("reply_due", "replied_at", "reply_by")):
        due = [one for one in counted if FIGURES[figure](one, now)]
        kept = [one for one in due if (getattr(one, end) or "~") <= getattr(one, by)]
        assert f"{len(kept)} of {len(due)}" in page


@pytest.mark.parametrize(
    "query", ["since=x", "month=2026-13", "cause=x", "figure=x", "building=0", "building=x"]
)
def test_an_odd_filter_is_passed_over(desk: Desk, sign_in: Callable[..., Browser], query: str) -> None:
    assert sign_in("clerk").get(f"/complaints?{query}").status_code == 200
