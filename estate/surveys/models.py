"""Questionnaires that come with the program, out of seed/surveys.toml: for needs, satisfaction and activities."""

import tomllib
from functools import lru_cache

import msgspec

from estate import i18n
from estate.resources import resource
from estate.surveys.rules import Option, Question


class ModelQuestion(msgspec.Struct, frozen=True):
    """A question as the file writes it. to: where an answer leads, by its number from 1."""

    kind: str
    text: str
    hint: str = ""
    required: bool = False
    options: list[str] = []
    other: bool = False
    least: int = 0
    most: int = 0
    low: str = ""
    high: str = ""
    goes_to: int = 0
    to: dict[str, int] = {}

    def question(self) -> Question:
        options = tuple(
            Option(label, self.to.get(str(place), 0)) for place, label in enumerate(self.options, 1)
        )
        return Question(
            self.kind,
            self.text,
            self.hint,
            self.required,
            options,
            self.other,
            self.least,
            self.most,
            self.low,
            self.high,
            self.goes_to,
        )


class Model(msgspec.Struct, frozen=True):
    """One questionnaire in one language."""

    code: str
    locale: str
    title: str
    intro: str
    question: list[ModelQuestion]


class _File(msgspec.Struct, frozen=True):
    model: list[Model]


@lru_cache(maxsize=1)
def every() -> tuple[Model, ...]:
    """All of them, read once."""
    found = tomllib.loads((resource("seed") / "surveys.toml").read_text("utf-8"))
    return tuple(msgspec.convert(found, _File).model)


def offered() -> list[Model]:
    """Those in the language of this request."""
    return [one for one in every() if one.locale == i18n.locale()]


def model(code: str) -> Model | None:
    """The questionnaire of a code, such as `needs-en`."""
    return next((one for one in every() if f"{one.code}-{one.locale}" == code), None)


def questions_of(code: str) -> tuple[Question, ...]:
    """The questions of a code; none where there is no such questionnaire."""
    found = model(code)
    return tuple(one.question() for one in found.question) if found else ()
