"""Two surveys: an anonymous one about satisfaction that is closed, and one about needs that is open, some of it on paper."""

import random
from datetime import date, datetime, time, timedelta

from estate.access.me import Me
from estate.audience.actions import Aim
from estate.data import Actor, clock, read
from estate.demo.counter import Staff
from estate.surveys import actions, actions_answers, actions_running, models, queries
from estate.surveys.actions import Draft
from estate.surveys.rules import Given, Question, kept

ANSWERED, ON_PAPER = 34, 9
SAID = (
    "晚上车库灯太暗",
    "希望垃圾桶每天清两次",
    "保安很热心，点赞",
    "电梯等太久",
    "儿童区的滑梯坏了",
    "维修师傅很专业",
    "楼道里总有人堆东西",
    "希望多种点花",
)


def survey(today: date, staff: Staff, rng: random.Random) -> None:
    """What was asked three weeks ago and what is asked now."""
    _satisfaction(today, staff.clerk, rng)
    _needs(today, staff.clerk, rng)


def _satisfaction(today: date, by: Actor, rng: random.Random) -> None:
    draft = _draft("satisfaction", "person")._replace(anonymous=True, kept_group="building")
    with clock.as_of(_at(today - timedelta(days=24))):
        made = _made(draft, "model-satisfaction-zh_CN", by)
        actions_running.open_now(made, by)
    with read() as db:
        people = queries.people_asked(db, made)
    questions = models.questions_of("satisfaction-zh_CN")
    for number, (person, home) in enumerate(rng.sample(people, min(ANSWERED, len(people)))):
        with clock.as_of(_at(today - timedelta(days=23 - number // 3))):
            actions_answers.answer(made, home, _answers(questions, rng), _somebody(person))
    with clock.as_of(_at(today - timedelta(days=9))):
        actions_running.close(made, by)


def _needs(today: date, by: Actor, rng: random.Random) -> None:
    ends = (today + timedelta(days=12)).isoformat()
    with clock.as_of(_at(today - timedelta(days=3))):
        made = _made(
            _draft("needs", "home")._replace(closes_on=ends, may_change=True), "model-needs-zh_CN", by
        )
        actions_running.open_now(made, by)
        actions_running.tell(made, actions_running.OPENED, f"survey:{made}:open", lambda done, of: None)
    actions_answers.print_sheets(made, 20, by)
    with read() as db:
        marks = queries.not_done(db, made)
    questions = models.questions_of("needs-zh_CN")
    for sheet, mark in enumerate(rng.sample(marks[1:], min(ON_PAPER, len(marks) - 1)), 1):
        actions_answers.enter(made, sheet, _answers(questions, rng), by, mark)


def _made(draft: Draft, begin: str, by: Actor) -> int:
    made = actions.draft(draft, f"demo:{draft.title}", by, begin=begin)
    actions.aim(made, Aim("usage", "residential"), by)
    return made


def _draft(code: str, per: str) -> Draft:
    model = models.model(f"{code}-zh_CN")
    title, intro = (model.title, model.intro) if model else (code, "")
    return Draft(title, intro, per, "everybody", False, False, 5, "", None)


def _answers(questions: tuple[Question, ...], rng: random.Random) -> dict[int, Given]:
    return kept(questions, {number: _given(one, rng) for number, one in enumerate(questions, 1)})


def _given(question: Question, rng: random.Random) -> Given:
    there = range(len(question.options))
    if question.kind == "single":
        return Given(chosen=(rng.choice(there),))
    if question.kind == "multiple":
        return Given(
            chosen=tuple(sorted(rng.sample(there, rng.randint(1, min(question.most or 3, len(there))))))
        )
    if question.kind == "scale":
        return Given(number=max(question.least, question.most - rng.choice((0, 0, 1, 1, 1, 2, 3))))
    if question.kind == "ranking":
        return Given(chosen=tuple(sorted(there, key=lambda place: place + rng.uniform(0, 3))))
    return Given(text=rng.choice(SAID)) if rng.random() < 0.4 else Given()


def _somebody(person: int) -> Me:
    """Who answers; of an anonymous survey nothing of them is kept."""
    return Me(0, "", frozenset({"owner"}), frozenset(), "zh_CN", person)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), clock.zone())
