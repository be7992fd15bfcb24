"""Forms of announcements."""

import re
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length, ValidationError

from estate.announcements import words
from estate.announcements.actions import Draft
from estate.audience.actions import Aim
from estate.audience.choosing import whom_field
from estate.data import clock
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.web.forms import ChangeForm, ChoiceField, DayField, EstateForm, TextField, TimeField, required

MOST = 20_000


class TextsForm(ChangeForm):
    """What an announcement says."""

    title = TextField(_("Title"), [required()], most=80)
    text = TextAreaField(
        _("Text of the announcement"),
        [required(), Length(max=MOST)],
        description=_(
            "An empty line begins a paragraph. A line with “- ” is an item, “# ” a heading, **two stars** are bold."
        ),
    )


class DraftForm(TextsForm):
    """An announcement: what it says, and how it goes."""

    kind = ChoiceField(_("What it is about"), choices=list(words.KINDS.items()), default="other")
    whom = whom_field()
    starts_on = DayField(_("Begins on"))
    starts_time = TimeField(_("Begins at what time"), most=5)
    ends_on = DayField(_("Ends on"))
    ends_time = TimeField(_("Ends at what time"), most=5)
    expires_on = DayField(_("Shown until"), description=_("Left open it stays until it is withdrawn."))
    urgent = BooleanField(_("Urgent: goes out in quiet hours too"))
    must_confirm = BooleanField(_("Ask everybody to confirm that they have taken note"))
    pinned = BooleanField(_("Keep on top of the owners' pages"))
    paper_files = PapersField()
    at = HiddenField()
    because = HiddenField()
    key = HiddenField()

    def validate(self, *args: Any, **more: Any) -> bool:
        valid = super().validate(*args, **more)
        for part in ("starts", "ends"):
            day, at = self[f"{part}_on"], self[f"{part}_time"]
            if at.data and not day.data and not at.errors:
                day.errors = [*day.errors, _t("Say on which day.")]
                valid = False
        if valid and self.ends_on.data and not self.starts_on.data:
            self.starts_on.errors = [*self.starts_on.errors, _t("Say when it begins.")]
            valid = False
        starts, ends = self._starts(), self._ends()
        if valid and starts and ends and ends <= starts:
            self.ends_on.errors = [*self.ends_on.errors, _t("The end lies after the beginning.")]
            valid = False
        return valid

    def validate_expires_on(self, field: DayField) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_t("This day is past."))

    def aims(self) -> list[Aim]:
        """Whom the page that suggested it says it is for; none where nobody did."""
        found = re.fullmatch(r"(building|entrance|group):(\d{1,9})", str(self.at.data or ""))
        return [Aim(found[1], found[2])] if found else []

    def draft(self) -> Draft:
        """What was typed."""
        return Draft(
            str(self.kind.data),
            str(self.whom.data),
            str(self.title.data),
            str(self.text.data).replace("\r\n", "\n").strip(),
            bool(self.urgent.data),
            bool(self.must_confirm.data),
            bool(self.pinned.data),
            self._starts(),
            self._ends(),
            self.expires_on.data.isoformat() if self.expires_on.data else None,
        )

    def _starts(self) -> str | None:
        return _instant(self.starts_on.data, self.starts_time.time() or time(0, 0))

    def _ends(self) -> str | None:
        return _instant(self.ends_on.data, self.ends_time.time() or time(23, 59))


def _instant(day: date | None, at: time) -> str | None:
    return clock.stamp_of(datetime.combine(day, at, clock.zone())) if day else None


class PublishForm(EstateForm):
    """When to publish: now, or at a time."""

    day = DayField(_("Publish on"), [required()])
    clock = TimeField(_("At what time"), [required()], most=5)

    def at(self) -> datetime:
        return datetime.combine(self.day.data or date.min, self.clock.time() or time(), clock.zone())


class CorrectForm(TextsForm):
    """A correction of what was published."""

    reason = TextField(_("What is corrected"), [required()], most=200)
    tell = BooleanField(_("Tell everybody once more"), default=True)


class WithdrawForm(EstateForm):
    """Taking back what was published."""

    reason = TextField(_("Why it is withdrawn"), [required()], most=200)
    tell = BooleanField(_("Tell everybody who was told of it"), default=True)
