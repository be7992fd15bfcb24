"""Forms of the office: how a survey goes, one of its questions, when it opens, who handed in which sheet."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from estate.audience.choosing import whom_field
from estate.data import clock
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.surveys import words
from estate.surveys.actions import Draft
from estate.surveys.rules import END, LISTED, MOST_OPTIONS, NEXT, Option, Question
from estate.web import Posted
from estate.web.forms import (
    ChangeForm,
    ChoiceField,
    CountField,
    DayField,
    EstateForm,
    TextField,
    TimeField,
    required,
)

MOST_LABEL = 100


class SurveyForm(ChangeForm):
    """What a survey is called and how it goes."""

    key = HiddenField()
    title = TextField(_("Title of the survey"), [required()], most=80)
    intro = TextAreaField(
        _("What the survey is about"), [Length(max=2000)], description=_("Stands before the first question.")
    )
    per = ChoiceField(_("Who answers"), choices=list(words.PER.items()))
    whom = whom_field()
    anonymous = BooleanField(
        _("Anonymous"),
        description=_(
            "Nothing is kept that joins an answer to who gave it. Answers cannot be changed or looked at one by one."
        ),
    )
    set_size = CountField(
        _("Smallest number of answers shown together"),
        [required()],
        least=3,
        most=50,
        default=5,
        description=_("Of an anonymous survey nothing is shown of fewer answers."),
    )
    kept_group = ChoiceField(
        _("What an anonymous answer keeps of who gave it"),
        choices=list(words.KEPT_GROUPS.items()),
        description=_(
            "Told to who answers. Only so can the results be compared by it, after the survey is closed."
        ),
    )
    may_change = BooleanField(
        _("Answers may be changed until it closes"), description=_("Never of an anonymous one.")
    )
    closes_on = DayField(
        _("Last day to answer"), [Optional()], description=_("Empty: until somebody closes it.")
    )

    def validate(self, *args: Any, **more: Any) -> bool:
        valid = super().validate(*args, **more)
        if self.kept_group.data == "age" and self.per.data != "person":
            self.kept_group.errors = [_t("Only people have an age: ask for one answer for each person.")]
            return False
        if self.anonymous.data and self.may_change.data:
            self.may_change.errors = [_t("Whose answer an anonymous one is, is not known, so it stays.")]
            return False
        return valid

    def validate_closes_on(self, field: DayField) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_t("This day is past."))

    def draft(self) -> Draft:
        """What was typed."""
        anonymous = bool(self.anonymous.data)
        return Draft(
            str(self.title.data),
            str(self.intro.data or "").replace("\r\n", "\n").strip(),
            str(self.per.data),
            str(self.whom.data),
            anonymous,
            bool(self.may_change.data),
            int(self.set_size.data or 5),
            str(self.kept_group.data) if anonymous else "",
            self.closes_on.data.isoformat() if self.closes_on.data else None,
        )


class NewForm(SurveyForm):
    """A new survey, from nothing or from an earlier one."""

    begin = ChoiceField(_("Begin with"))

    def __init__(self, *args: Any, begins: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.begin.choices = list(begins)


class QuestionForm(ChangeForm):
    """One question. Which fields it shows follows from its kind."""

    kind = HiddenField()
    text = TextField(_("Question"), [required()], most=200)
    hint = TextField(_("Explanation"), most=300)
    required = BooleanField(_("Needs an answer"))
    options = TextAreaField(_("Answers to choose from"), [Length(max=5000)], description=_("One in a line."))
    other = BooleanField(_("One may write an answer of one's own"))
    least = CountField(_("At least"), [Optional()], least=0, most=30)
    most = CountField(
        _("At most so many"), [Optional()], least=0, most=30, description=_("Empty: as many as there are.")
    )
    scale_from = CountField(_("Scale from"), [Optional()], least=0, most=9)
    scale_to = CountField(_("Scale to"), [Optional()], least=1, most=10)
    low = TextField(_("What the lowest means"), most=40)
    high = TextField(_("What the highest means"), most=40)
    goes_to = ChoiceField(_("Afterwards"), coerce=int)

    def __init__(self, *args: Any, kind: str, goals: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind.data = kind
        self.goals = list(goals)
        self.goes_to.choices = list(goals)

    def validate(self, *args: Any, **more: Any) -> bool:
        valid = super().validate(*args, **more)
        labels = self.labels()
        if self.kind.data in LISTED:
            if not 2 <= len(labels) <= MOST_OPTIONS:
                self.options.errors = [_t("Give 2 to %(n)s answers.", n=MOST_OPTIONS)]
            elif len(set(labels)) < len(labels) or any(len(one) > MOST_LABEL for one in labels):
                self.options.errors = [
                    _t("Each answer stands once, in at most %(n)s characters.", n=MOST_LABEL)
                ]
            elif self.kind.data == "multiple" and not self._bounds_hold(len(labels)):
                self.most.errors = [_t("More than there are, or fewer than at least.")]
        if self.kind.data == "scale" and not (self.scale_from.data or 0) < (self.scale_to.data or 0):
            self.scale_to.errors = [_t("A scale rises from its first number to its last.")]
        return valid and not self.errors

    def _bounds_hold(self, there: int) -> bool:
        all_of_them = there + bool(self.other.data)
        return (self.least.data or 0) <= (self.most.data or all_of_them) <= all_of_them

    def labels(self) -> list[str]:
        """The answers to choose from, as typed."""
        lines = [" ".join(line.split()) for line in str(self.options.data or "").splitlines()]
        return [line for line in lines if line]

    def question(self, posted: Posted, before: Question | None) -> Question:
        """What was typed. before: the question as it was, whose answers keep where they lead unless that is sent."""
        kind = str(self.kind.data)
        ways = self._ways(posted, before.options) if before else {}
        scale = kind == "scale"
        return Question(
            kind,
            str(self.text.data),
            str(self.hint.data or ""),
            bool(self.required.data),
            tuple(Option(one, ways.get(one, NEXT) if kind == "single" else NEXT) for one in self.labels())
            if kind in LISTED
            else (),
            bool(self.other.data) and kind in ("single", "multiple"),
            int((self.scale_from.data if scale else self.least.data) or 0)
            if kind in ("scale", "multiple")
            else 0,
            int((self.scale_to.data if scale else self.most.data) or 0)
            if kind in ("scale", "multiple")
            else 0,
            str(self.low.data or "") if scale else "",
            str(self.high.data or "") if scale else "",
            int(self.goes_to.data or NEXT),
        )

    def _ways(self, posted: Posted, before: Sequence[Option]) -> dict[str, int]:
        """Where each answer leads: by its words, and where they alone were changed, by its place."""
        known = {str(goal) for goal, _label in self.goals}
        sent = [posted.get(f"goto-{place}") for place in range(len(before))]
        goes = [int(told) if told in known else one.goes_to for one, told in zip(before, sent, strict=True)]
        old, now = [one.label for one in before], self.labels()
        ways = dict(zip(old, goes, strict=True))
        if len(now) == len(old):
            ways |= {
                new: ways[was] for was, new in zip(old, now, strict=True) if was not in now and new not in old
            }
        return ways


class OpenForm(EstateForm):
    """When it opens by itself."""

    day = DayField(_("Open on"), [required()])
    clock = TimeField(_("At what time"), [required()], most=5)

    def at(self) -> datetime:
        return datetime.combine(self.day.data or date.min, self.clock.time() or time(), clock.zone())


class EndForm(EstateForm):
    """Another last day of an open survey."""

    closes_on = DayField(_("Last day to answer"), [Optional()])

    def validate_closes_on(self, field: DayField) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_t("This day is past."))


class CopiesForm(EstateForm):
    copies = CountField(_("How many sheets"), [required()], least=1, most=200, default=20)


class PaperForm(EstateForm):
    """A paper sheet: its number, and whose it is where the survey is not anonymous."""

    number = CountField(_("Number of the sheet"), [required()], least=1, most=10**6)
    home = TextField(_("Home"), most=40, description=_("Such as 3-2-501."))
    name = TextField(_("Name"), most=80, description=_("As it stands in the records."))


class HandedForm(EstateForm):
    """Who handed in an anonymous sheet."""

    home = TextField(_("Home"), [required()], most=40, description=_("Such as 3-2-501."))
    name = TextField(_("Name"), most=80, description=_("As it stands in the records."))


def goals(count: int, number: int) -> list[tuple[int, str]]:
    """Where a question of so many can lead: on, to a later one, to the end."""
    later = [(one, words.goal(one)) for one in range(number + 2, count + 1)]
    return [(NEXT, _t("on to the next question")), *later, (END, words.goal(END))]
