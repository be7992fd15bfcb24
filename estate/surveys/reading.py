"""What a page sent as answers: each question's fields begin with its number, as `q3-choice`."""

from collections.abc import Sequence

from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.surveys.rules import MOST_PHOTOS, OTHER, Given, Question
from estate.web import Posted
from estate.web.photos import keep, of_ticket


def given(posted: Posted, number: int, question: Question, *, trial: bool = False) -> Given:
    """The answer to one question; what was not understood is as if it were not given. trial: photos are not kept."""
    name = f"q{number}"
    if question.kind == "ranking":
        return Given(chosen=_ranked(posted, name, len(question.options)))
    if question.kind == "text":
        return Given(text=_text(posted, f"{name}-text"))
    if question.kind == "scale":
        return Given(number=posted.whole(f"{name}-choice"))
    if question.kind == "photo":
        return Given() if trial else Given(photos=_photos(posted, name))
    chosen, other = _chosen(posted.getlist(f"{name}-choice")), _text(posted, f"{name}-other")
    if other and question.other and OTHER not in chosen and (question.kind == "multiple" or not chosen):
        chosen = (*chosen, OTHER)  # who writes an answer means it, also where its box was not ticked
    return Given(chosen=chosen, text=other if OTHER in chosen else "")


def all_given(posted: Posted, questions: Sequence[Question], *, trial: bool = False) -> dict[int, Given]:
    """The answers to all questions of a page that asks them together."""
    return {
        number: given(posted, number, question, trial=trial) for number, question in enumerate(questions, 1)
    }


def places(posted: Posted, number: int, question: Question) -> dict[int, int]:
    """The places of a ranking as they were typed, also where they are no ranking yet."""
    return _places(posted, f"q{number}", len(question.options)) if question.kind == "ranking" else {}


def _chosen(found: Sequence[str]) -> tuple[int, ...]:
    numbers = [int(one) for one in found if one.isascii() and one.isdigit() and len(one) <= 3]
    return tuple(sorted(dict.fromkeys(numbers)))


def _ranked(posted: Posted, name: str, count: int) -> tuple[int, ...]:
    """The answers by their places. Two on the same place stand twice, which the rules refuse."""
    ranked = sorted((place, one) for one, place in _places(posted, name, count).items())
    if len({place for place, _one in ranked}) < len(ranked):
        return (ranked[0][1], ranked[0][1])
    return tuple(one for _place, one in ranked)


def _places(posted: Posted, name: str, count: int) -> dict[int, int]:
    places = {one: posted.whole(f"{name}-rank-{one}") for one in range(count)}
    return {one: place for one, place in places.items() if place is not None and 1 <= place <= count}


def _text(posted: Posted, name: str) -> str:
    return posted.get(name).replace("\r\n", "\n").replace("\0", "").strip()


def _photos(posted: Posted, name: str) -> tuple[str, ...]:
    """Photos sent now, and those of earlier that are still ticked, by their sealed names."""
    earlier = [of_ticket(one) for one in posted.getlist(f"{name}-kept")]
    files = posted.files(f"{name}-photo")
    if len(files) + len(earlier) > MOST_PHOTOS:
        raise Refused(_("These are too many photos: three at most."), f"{name}-photo")
    made = [keep(one.content, f"{name}-photo") for one in files if one.content]
    return tuple(dict.fromkeys([*(one for one in earlier if one), *made]))
