"""The results of a survey as they may be shown now."""

from collections.abc import Sequence
from typing import NamedTuple

from estate.data import Reader
from estate.surveys import records_answers, records_marks, records_sheets
from estate.surveys.records import Survey
from estate.surveys.records_marks import Turnout
from estate.surveys.rules import Answers, path, read_answers
from estate.surveys.rules_hiding import gathered
from estate.surveys.rules_results import Outcome, outcome


class Results(NamedTuple):
    """shown: answers that are in the figures; held: anonymous ones that follow when there are enough of them."""

    turnout: Turnout
    outcomes: list[Outcome]
    shown: int
    held: int


class Across(NamedTuple):
    """One row of a table across groups: which groups it stands for, their outcomes by question."""

    names: tuple[str, ...]
    outcome: Outcome


class Table(NamedTuple):
    """One question by groups; no rows where too few answered to show any."""

    whole: Outcome
    rows: list[Across]


def results(db: Reader, survey: Survey) -> Results:
    """What was answered to each question."""
    found, held = _answers(db, survey)
    size = survey.set_size if survey.anonymous else 0
    return Results(records_marks.turnout(db, survey.id), outcomes(survey, found, size), len(found), held)


def outcomes(survey: Survey, found: Sequence[Answers], size: int) -> list[Outcome]:
    """The outcome of each question of these answers."""
    questions = survey.questions
    ways = [path(questions, one) for one in found]
    return [
        outcome(number, question, found, sum(1 for way in ways if number in way), size)
        for number, question in enumerate(questions, 1)
    ]


def groups_of(survey: Survey) -> list[str]:
    """By what the results can be compared: of an anonymous survey only by what its sheets keep, once it is closed."""
    if survey.anonymous:
        return [survey.kept_group] if survey.kept_group and survey.closed_at else []
    return ["building", "entrance", "usage", *(["age"] if survey.per == "person" else [])]


def across(db: Reader, survey: Survey, group: str) -> list[Table]:
    """Each question that counts something, by groups. Of an anonymous survey small groups stand together."""
    size = survey.set_size if survey.anonymous else 1
    if survey.anonymous:
        found = [(one.group, one.answers) for one in records_sheets.sheets(db, survey.id)]
    else:
        found = [(name, read_answers(given)) for name, given in records_answers.grouped(db, survey.id, group)]
    order = list(dict.fromkeys(name for name, _answers in found))
    tables: list[Table] = []
    for number, question in enumerate(survey.questions, 1):
        if question.kind in ("text", "photo"):
            continue
        answered = [(name, one) for name, one in found if number in one]
        sizes = {name: sum(1 for other, _one in answered if other == name) for name in order}
        rows = [
            Across(names, _outcome(number, survey, [one for name, one in answered if name in names]))
            for names in gathered(sizes, size)
        ]
        whole = outcome(number, question, [one for _name, one in answered], len(answered), size)
        tables.append(Table(whole, rows if survey.anonymous else _in_order(rows, order)))
    return tables


def _outcome(number: int, survey: Survey, found: Sequence[Answers]) -> Outcome:
    return outcome(number, survey.questions[number - 1], found, len(found))


def _in_order(rows: list[Across], order: list[str]) -> list[Across]:
    return sorted(rows, key=lambda one: order.index(one.names[0]))


def _answers(db: Reader, survey: Survey) -> tuple[list[Answers], int]:
    if not survey.anonymous:
        return [one.answers for one in records_answers.answers(db, survey.id)], 0
    held = records_sheets.held(db, survey.id)
    return [one.answers for one in records_sheets.sheets(db, survey.id)], held.kept
