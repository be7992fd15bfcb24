"""Forms of votes."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, RadioField, TextAreaField
from wtforms.validators import Length, ValidationError

from estate.community.words import USAGE_NAMES
from estate.data import clock
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.votes import words
from estate.votes.actions import MOST_MOTIONS, NOTICE_DAYS, Draft
from estate.votes.records import Motion
from estate.votes.rules_codes import plain_code
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

LONGEST = 10_000
DEFAULT_USAGES = ("residential", "shop", "office")
"""Homes, shops and offices vote; whether parking spaces and stalls do is for the rules of procedure (guiding rules §25 (1))."""


class MotionForm(Form):
    """One motion of a vote; a row without a title is left out."""

    title = TextField(_("Motion"), most=120)
    matter = ChoiceField(_("Kind of matter"), choices=list(words.MATTERS.items()), default="other")
    text = TextAreaField(_("Wording of the motion"), [Length(max=LONGEST)])


class DraftForm(ChangeForm):
    """What is voted on and how; whom it is put to is chosen beside it (estate/audience/choosing.py)."""

    title = TextField(_("What is voted on"), [required()], most=120)
    text = TextAreaField(_("Why, in a few words"), [Length(max=LONGEST)])
    motions = FieldList(FormField(MotionForm), min_entries=MOST_MOTIONS, max_entries=MOST_MOTIONS)
    residential = BooleanField(_("Homes to live in"))
    shop = BooleanField(_("Shops"))
    office = BooleanField(_("Offices"))
    garage = BooleanField(_("Garages"))
    storage = BooleanField(_("Storage rooms"))
    convention = ChoiceField(_("How owners are counted"), choices=list(words.CONVENTIONS.items()))
    co_owners = ChoiceField(_("Who votes for co-owners"), choices=list(words.CO_OWNERS.items()))
    secrecy = ChoiceField(_("Who sees the votes"), choices=list(words.SECRECY.items()), default="office")
    closes_on = DayField(_("Last day"), [required()])
    closes_time = TimeField(_("Until what time"), [required()], most=5)
    notice_days = CountField(
        _("Days between opening and last day"),
        [required()],
        least=0,
        most=365,
        description=_(
            "Owners are told of a meeting 15 days before it; leave it so unless your rules of procedure say otherwise."
        ),
    )
    silence_basis = TextField(
        _("Count what is not returned with the majority, by"),
        most=200,
        description=_(
            "Leave this empty: silence is no consent. Only where the management covenant or the rules of procedure say so, "
            "name them and the article."
        ),
    )
    key = HiddenField()

    def validate(self, *args: Any, **more: Any) -> bool:
        valid = super().validate(*args, **more)
        if not self._motions():
            first = self.motions.entries[0].form.title
            first.errors = [*first.errors, _t("Write at least one motion.")]
            self.motions.errors = [_t("Write at least one motion.")]
            valid = False
        if not self._usages():
            self.residential.errors = [*self.residential.errors, _t("Choose at least one.")]
            valid = False
        if valid and self._closes() <= clock.now():
            self.closes_on.errors = [*self.closes_on.errors, _t("This time is past.")]
            valid = False
        return valid

    def draft(self) -> Draft:
        """What was typed."""
        return Draft(
            str(self.title.data),
            _plain(self.text.data),
            self._usages(),
            str(self.convention.data),
            str(self.co_owners.data),
            str(self.secrecy.data),
            str(self.silence_basis.data or ""),
            int(self.notice_days.data or 0),
            clock.stamp_of(self._closes()),
            self._motions(),
        )

    def _closes(self) -> datetime:
        return at(self.closes_on, self.closes_time)

    def _usages(self) -> tuple[str, ...]:
        return tuple(usage for usage in USAGE_NAMES if usage in self._fields and self[usage].data)

    def _motions(self) -> list[tuple[str, str, str]]:
        rows: Iterable[Any] = (one.form for one in self.motions.entries)
        return [
            (str(one.title.data), _plain(one.text.data), str(one.matter.data))
            for one in rows
            if one.title.data
        ]


def fresh() -> dict[str, Any]:
    """What an empty form begins with."""
    return {
        **dict.fromkeys(DEFAULT_USAGES, True),
        "notice_days": NOTICE_DAYS,
        "closes_time": "20:00",
        "closes_on": date.fromordinal(clock.today().toordinal() + NOTICE_DAYS + 6),
    }


def typed(values: dict[str, Any], motions: Sequence[Motion]) -> dict[str, Any]:
    """A draft's columns as its form holds them."""
    local = datetime.fromisoformat(values["closes_at"]).astimezone(clock.zone())
    return {
        **values,
        **{usage: usage in values["usages"].split(",") for usage in USAGE_NAMES},
        "closes_on": local.date(),
        "closes_time": local.strftime("%H:%M"),
        "motions": [{"title": one.title, "matter": one.matter, "text": one.text} for one in motions],
    }


class ExtendForm(EstateForm):
    """More time, and why."""

    day = DayField(_("New last day"), [required()])
    clock = TimeField(_("Until what time"), [required()], most=5)
    reason = TextField(_("Why it takes longer"), [required()], most=200)

    def at(self) -> datetime:
        return at(self.day, self.clock)


class ReasonForm(EstateForm):
    reason = TextField(_("Reason"), [required()], most=200)


class ObjectionForm(EstateForm):
    """A word against the roll or a ballot. home: where the office notes it for somebody."""

    home = TextField(_("Home"), most=40)
    text = TextAreaField(_("What is not right"), [required(), Length(max=1000)])


class AnswerForm(EstateForm):
    text = TextField(_("Answer"), [required()], most=500)


class RepresentForm(EstateForm):
    """Whom co-owners named. person: an owner of the unit."""

    person = ChoiceField(_("Votes for all of them"), coerce=int)
    note = TextField(_("How we know"), [required()], most=120)
    paper_files = PapersField()


class ProxyForm(EstateForm):
    """A proxy as its paper has it."""

    holder = TextField(_("Who may vote"), [required()], most=60)
    holder_home = TextField(
        _("Home of this person"),
        most=40,
        description=_("Where they live here: then they can vote on their phone."),
    )
    from_date = DayField(_("Holds from"), [required()])
    to_date = DayField(_("Holds until"), [required()])
    note = TextField(_("Note"), most=200)
    paper_files = PapersField()


class DecisionForm(EstateForm):
    reason = TextField(_("Why it does not hold"), most=200)


class BallotForm(EstateForm):
    """One choice for each motion, under `motion-<id>`; code: of the receipt, or of the paper."""

    code = HiddenField()

    @classmethod
    def of(cls, motions: Sequence[Motion], *args: Any, **more: Any) -> "BallotForm":
        """The form of these motions."""
        fields = {
            f"motion-{one.id}": RadioField(
                one.title,
                [required(_("Choose one."))],
                choices=list(words.CHOICES.items()),
                validate_choice=True,
            )
            for one in motions
        }
        return type("BallotOfMotions", (cls,), fields)(*args, **more)

    def choices(self) -> dict[int, str]:
        """What was chosen, by motion."""
        return {
            int(name.removeprefix("motion-")): str(field.data)
            for name, field in self._fields.items()
            if name.startswith("motion-")
        }


class CodeForm(EstateForm):
    receipt = TextField(_("Receipt code"), [required()], most=40)

    def validate_receipt(self, field: TextField) -> None:
        if not plain_code(str(field.data)):
            raise ValidationError(_t("This is no receipt code: it has 16 signs, like 7KQM-2F9T-XW3A-HJ4C."))


def at(day: DayField, hour: TimeField) -> datetime:
    """The instant of a day and a time of the community."""
    return datetime.combine(day.data or date.min, hour.time() or time(23, 59), clock.zone())


def _plain(text: Any) -> str:
    return str(text or "").replace("\r\n", "\n").strip()
