"""What comes of the answers: counts, shares, averages. Pure and exact: shares in hundredths of a percent, averages as fractions."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from estate.surveys.rules import OTHER, Answers, Given, Question


class Line(NamedTuple):
    """One answer of a question. share_bp: of those who answered, in hundredths of a percent. average: of a ranking, its
    place from 1."""

    label: str
    times: int
    share_bp: int
    average: Fraction | None = None


class Outcome(NamedTuple):
    """What was answered to one question. asked: whose way led to it. average: of a scale.

    hidden: too few answered to show it; the rest is empty then.
    """

    number: int
    question: Question
    asked: int
    answered: int
    lines: tuple[Line, ...]
    average: Fraction | None
    texts: tuple[str, ...]
    photos: tuple[str, ...]
    hidden: bool = False


def outcome(
    number: int, question: Question, answers: Sequence[Answers], asked: int, size: int = 0
) -> Outcome:
    """The outcome of one question. size: hide it where fewer answered; 0 shows all."""
    given = [one[number] for one in answers if number in one]
    if size and len(given) < size:
        return Outcome(number, question, asked, len(given), (), None, (), (), bool(given))
    texts = sorted(one.text for one in given if one.text)
    if size and len(texts) < size and question.kind != "text":
        texts = []  # what few wrote beside the answers to choose from
    return Outcome(
        number,
        question,
        asked,
        len(given),
        _lines(question, given),
        mean(one.number for one in given if one.number is not None) if question.kind == "scale" else None,
        tuple(texts),
        tuple(name for one in given for name in one.photos),
    )


def counts(question: Question, given: Sequence[Given]) -> list[int]:
    """How often each answer was given, in the order of the lines."""
    if question.kind == "scale":
        values = [one.number for one in given]
        return [values.count(step) for step in range(question.least, question.most + 1)]
    if question.kind == "ranking":
        return [
            sum(1 for one in given if one.chosen[:1] == (place,)) for place in range(len(question.options))
        ]
    if question.kind not in ("single", "multiple"):
        return []
    numbers = [*range(len(question.options)), *([OTHER] if question.other else [])]
    return [sum(1 for one in given if number in one.chosen) for number in numbers]


def mean(values: Iterable[int]) -> Fraction | None:
    """The average; None of nothing."""
    found = list(values)
    return Fraction(sum(found), len(found)) if found else None


def mean_place(place: int, given: Sequence[Given]) -> Fraction | None:
    """Where an answer stood on average in the rankings that were given, from 1."""
    return mean(one.chosen.index(place) + 1 for one in given if place in one.chosen)


def share_bp(part: int, whole: int) -> int:
    """A share in hundredths of a percent, rounded half up; of nothing 0."""
    return (part * 20_000 + whole) // (2 * whole) if whole else 0


def _lines(question: Question, given: Sequence[Given]) -> tuple[Line, ...]:
    found = counts(question, given)
    labels = labels_of(question)
    lines = [
        Line(
            label,
            count,
            share_bp(count, len(given)),
            mean_place(place, given) if question.kind == "ranking" else None,
        )
        for place, (label, count) in enumerate(zip(labels, found, strict=True))
    ]
    if question.kind == "ranking":
        lines.sort(key=lambda one: (one.average is None, one.average or 0))
    return tuple(lines)


def labels_of(question: Question, other: str = "") -> list[str]:
    """What the lines of a question are called; the answer that one writes oneself is `other`, empty for its word."""
    if question.kind == "scale":
        return [str(step) for step in range(question.least, question.most + 1)]
    if question.kind in ("single", "multiple", "ranking"):
        return [*(one.label for one in question.options), *([other] if question.other else [])]
    return []
