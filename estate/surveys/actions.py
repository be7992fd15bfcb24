"""What the office does with a survey before it is opened; each is one transaction."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from estate.audience import actions as audience
from estate.audience import queries as audiences
from estate.audience.actions import Aim
from estate.data import Actor, Tx, audit, clock, write
from estate.data.edits import Edits
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.surveys import models, records
from estate.surveys.records import Survey
from estate.surveys.rules import MOST_QUESTIONS, Question, moved, written
from estate.surveys.rules_state import ACTS

EDITS = Edits("surveys", ("survey.drafted", "survey.changed"))
QUESTIONS = Edits("surveys", ("survey.questions_changed",))


class Draft(NamedTuple):
    """What a survey is called and how it goes. closes_on: its last day, ISO."""

    title: str
    intro: str
    per: str
    whom: str
    anonymous: bool
    may_change: bool
    set_size: int
    kept_group: str
    closes_on: str | None


def draft(given: Draft, key: str, by: Actor, *, begin: str = "", seen: int | None = None) -> int:
    """Write a draft; the same key writes one, with what was said last: somebody went back to its form.

    begin: `model-…` or `survey-…`, whose questions it takes over. Refused once it is open.
    """
    with write(by) as tx:
        known = records.by_key(tx, key)
        if known is not None:
            if _said(tx, known) != given:
                _change(tx, known, given, EDITS.own(tx, known) if seen is None else seen)
            return known
        survey_id = tx.insert(
            "surveys",
            key=key,
            **_columns(given),
            audience_id=audience.make(tx, given.whom),
            questions=written(_begun(tx, begin)),
            made_at=clock.stamp(),
            account_id=by.account_id,
            made_by=by.name,
        )
        audit.record(tx, "survey.drafted", "surveys", survey_id, after=given._asdict())
        return survey_id


def change(survey_id: int, given: Draft, by: Actor, seen: int | None = None) -> None:
    """Change a draft. Refused once it is open, or where another has changed it since (`EDITS`)."""
    with write(by) as tx:
        _change(tx, survey_id, given, seen)


def discard(survey_id: int, by: Actor) -> None:
    """Throw a draft away."""
    with write(by) as tx:
        found = required(tx, survey_id, "discard")
        tx.run("DELETE FROM surveys WHERE id = :id", id=survey_id)
        audience.drop(tx, found.audience_id)
        audit.record(tx, "survey.discarded", "surveys", survey_id, before={"title": found.title})


def aim(survey_id: int, at: Aim, by: Actor) -> None:
    """Ask more homes. Refused for what there is not."""
    with write(by) as tx:
        found = required(tx, survey_id, "edit")
        values = audience.aim(tx, found.audience_id, at)
        audit.record(tx, "survey.aimed", "surveys", survey_id, after=values)


def unaim(survey_id: int, target_id: int, by: Actor) -> None:
    """Take back what names homes."""
    with write(by) as tx:
        found = required(tx, survey_id, "edit")
        if audience.unaim(tx, found.audience_id, target_id):
            audit.record(tx, "survey.unaimed", "surveys", survey_id, before={"target": target_id})


def put_question(survey_id: int, number: int, question: Question, by: Actor, seen: int | None = None) -> int:
    """Add a question at the end (number 0), or change one. Answers its number.

    Refused where another has changed the questions since (`QUESTIONS`): the one of this number may be another by now.
    """
    with write(by) as tx:
        questions = list(required(tx, survey_id, "edit").questions)
        if number and number > len(questions):
            raise Refused(_("This has changed in the meantime. Look at it again."), "")
        if not number and len(questions) >= MOST_QUESTIONS:
            raise Refused(_("A survey has at most %(n)s questions.", n=MOST_QUESTIONS), "")
        if number and questions[number - 1] == question:
            return number
        if number:
            QUESTIONS.require_seen(tx, survey_id, seen)
            questions[number - 1] = question
        else:
            questions.append(question)
        _keep(tx, survey_id, questions)
        return number or len(questions)


def drop_question(survey_id: int, number: int, by: Actor, seen: int | None = None) -> None:
    """Take a question out; what led to it leads on. Refused as a change is."""
    _reorder(survey_id, by, seen, lambda order: [one for one in order if one != number])


def lift_question(survey_id: int, number: int, by: Actor, seen: int | None = None) -> None:
    """Put a question before the one above it. Refused as a change is."""

    def lifted(order: list[int]) -> list[int]:
        if 2 <= number <= len(order):
            order[number - 2], order[number - 1] = order[number - 1], order[number - 2]
        return order

    _reorder(survey_id, by, seen, lifted)


def required(tx: Tx, survey_id: int, act: str) -> Survey:
    """The survey, where this may be done with it."""
    found = records.survey(tx, survey_id)
    if found is None or act not in ACTS[found.state]:
        raise Refused(_("This has changed in the meantime. Look at it again."), "")
    return found


def _change(tx: Tx, survey_id: int, given: Draft, seen: int | None = None) -> None:
    found, before = required(tx, survey_id, "edit"), _said(tx, survey_id)
    if before == given:
        return
    EDITS.require_seen(tx, survey_id, seen)
    tx.update("surveys", survey_id, **_columns(given))
    audience.set_whom(tx, found.audience_id, given.whom)
    audit.record(tx, "survey.changed", "surveys", survey_id, before=before._asdict(), after=given._asdict())


def _said(tx: Tx, survey_id: int) -> Draft:
    """How a survey goes now."""
    found = records.survey(tx, survey_id)
    assert found
    whom = audiences.whom(tx, found.audience_id)
    return Draft(**{name: getattr(found, name) for name in Draft._fields if name != "whom"}, whom=whom)


def _reorder(survey_id: int, by: Actor, seen: int | None, change: Callable[[list[int]], list[int]]) -> None:
    with write(by) as tx:
        questions = required(tx, survey_id, "edit").questions
        QUESTIONS.require_seen(tx, survey_id, seen)
        _keep(tx, survey_id, moved(questions, change(list(range(1, len(questions) + 1)))))


def _keep(tx: Tx, survey_id: int, questions: Sequence[Question]) -> None:
    tx.update("surveys", survey_id, questions=written(tuple(questions)))
    after = {"questions": [one.text for one in questions]}
    audit.record(tx, "survey.questions_changed", "surveys", survey_id, after=after)


def _begun(tx: Tx, begin: str) -> tuple[Question, ...]:
    kind, _dash, about = begin.partition("-")
    if kind == "model":
        return models.questions_of(about)
    if kind == "survey" and about.isdigit() and (found := records.survey(tx, int(about))):
        return found.questions
    return ()


def _columns(given: Draft) -> dict[str, Any]:
    columns = given._asdict()
    del columns["whom"]
    return columns | {"anonymous": int(given.anonymous), "may_change": int(given.may_change)}
