"""Filling in, one question a page: where somebody is, what was answered so far, what comes next."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from estate.surveys import reading, words
from estate.surveys.records import Survey
from estate.surveys.rules import END, NOTHING, Given, Question, after, fault_of, faults_of, path, read_answers
from estate.web import Posted
from estate.web.photos import ticket


class Step(NamedTuple):
    """A page of it. number: of the question, END for the look at all answers. place: how many pages come before.

    carried: the answers so far, where the page itself takes them along. error: why the answer was not taken.
    places: those of a ranking as they were typed, where they are none.
    """

    number: int
    question: Question | None
    given: Given
    place: int
    length: int
    carried: str
    error: str
    places: Mapping[int, int] = {}

    def typed(self, posted: Posted) -> "Step":
        """This step with what was typed, where the answer could not keep it."""
        if not self.error or not self.question:
            return self
        return self._replace(places=reading.places(posted, self.number, self.question))

    @property
    def tickets(self) -> list[tuple[str, str]]:
        """The photos that are there already, with what the page sends for each."""
        return [(name, ticket(name)) for name in self.given.photos]


class Line(NamedTuple):
    """A question with its answer in words, for the look at all of them."""

    number: int
    text: str
    said: str
    photos: tuple[str, ...]
    error: str


def step(
    survey: Survey, answers: Mapping[int, Given], number: int, error: str = "", carried: str = ""
) -> Step:
    """The page of a question, at the end the look at all; of one that is not on the way the first not yet met."""
    questions = survey.questions
    way = path(questions, answers)
    if number != END and number not in way:
        number = next((one for one in way if one not in answers), END)
    question = questions[number - 1] if number != END else None
    place = way.index(number) if number in way else len(way)
    said = words.wrong(error, question) if error and question else ""
    return Step(number, question, answers.get(number, NOTHING), place, len(way), carried, said)


class Moved(NamedTuple):
    """What a page led to: the answers with its own, the next question, why it was not taken, whether all is handed in."""

    answers: dict[int, Given]
    number: int
    error: str
    send: bool


def move(survey: Survey, answers: Mapping[int, Given], posted: Posted, *, trial: bool = False) -> Moved:
    """Take the answer of the page that was sent, and go where its button says: back, on, or hand in."""
    questions, at, now = survey.questions, posted.whole("at") or 0, dict(answers)
    if not 1 <= at <= len(questions):
        wrong = faults_of(questions, now)
        if posted.get("go") == "back" and questions:
            return Moved(now, path(questions, now)[-1], "", send=False)
        send = posted.get("go") == "send" and not wrong
        return Moved(now, next(iter(wrong), END), next(iter(wrong.values()), ""), send=send)
    given = reading.given(posted, at, questions[at - 1], trial=trial)
    now[at] = given
    if posted.get("go") == "back":
        way = path(questions, now)
        before = way[way.index(at) - 1] if at in way and way.index(at) else at
        return Moved(now, before, "", send=False)
    error = fault_of(questions[at - 1], given)
    return Moved(now, at if error else after(questions, at, given), error, send=False)


def lines(survey: Survey, answers: Mapping[int, Given]) -> list[Line]:
    """All questions on the way with their answers."""
    questions, wrong = survey.questions, faults_of(survey.questions, answers)
    return [
        Line(
            number,
            questions[number - 1].text,
            words.said(questions[number - 1], answers.get(number, NOTHING)),
            answers.get(number, NOTHING).photos,
            words.wrong(wrong[number], questions[number - 1]) if number in wrong else "",
        )
        for number in path(questions, answers)
    ]


def carried(posted: Posted) -> dict[int, Given]:
    """The answers that a page took along; nothing where they cannot be read."""
    try:
        return read_answers(posted.get("carried") or "{}")
    except msgspec.MsgspecError:
        return {}
