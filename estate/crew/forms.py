"""Forms of the crew."""

from collections.abc import Mapping
from typing import Any, cast

from estate.crew import words
from estate.crew.rules_shifts import Hours, clock_text, hours
from estate.i18n import gettext as _
from estate.i18n import lazy
from estate.repairs.words import CATEGORIES
from estate.web import Posted
from estate.web.forms import ChoiceField, DayField, EstateForm, TextField, TimeField, required


class MinuteField(TimeField):
    """A time of day with the device's own picker; minutes() answers it as minutes of the day."""

    def __init__(self, label: str, validators: list[Any] | None = None, **options: Any) -> None:
        super().__init__(label, validators, most=8, **options)
        self.render_kw = {"type": "time", **(self.render_kw or {})}

    def minutes(self) -> int | None:
        """None where nothing was filled in."""
        found = self.time()
        return None if found is None else found.hour * 60 + found.minute


class DayShiftForm(EstateForm):
    """Hours of a single day."""

    day = DayField(lazy("Day of the shift"), [required()])
    from_time = MinuteField(lazy("Begins at"), [required()])
    to_time = MinuteField(
        lazy("Ends at"), [required()], description=lazy("Earlier than the beginning: on the next day.")
    )

    @property
    def hours(self) -> Hours:
        """What was typed, as hours."""
        return hours(self.from_time.minutes() or 0, self.to_time.minutes() or 0)


class AbsenceForm(EstateForm):
    """Days on which somebody is away."""

    kind = ChoiceField(lazy("Why away"), choices=list(words.ABSENCES.items()), default="leave")
    from_day = DayField(lazy("First day away"), [required()])
    to_day = DayField(lazy("Last day away"), [required()])
    note = TextField(lazy("Note"), most=200)


class SkillsForm(EstateForm):
    """The level of each category; its fields are made of the list of categories."""

    def levels(self) -> dict[str, int]:
        """What was chosen."""
        return {category: int(self[category].data or 0) for category in CATEGORIES}


for _category, _name in CATEGORIES.items():
    setattr(
        SkillsForm,
        _category,
        ChoiceField(
            _name,
            choices=[
                ("0", lazy("Not in charge of it")),
                *((str(n), name) for n, name in words.LEVELS.items()),
            ],
            default="0",
        ),
    )


class WeekForm(EstateForm):
    """From and to for every weekday; both empty where the day is free."""

    def week(self) -> dict[int, Hours]:
        """What was typed, by weekday."""
        found: dict[int, Hours] = {}
        for number in range(7):
            starts, ends = (cast(MinuteField, self[f"{end}_{number}"]).minutes() for end in ("from", "to"))
            if starts is not None and ends is not None:
                found[number] = hours(starts, ends)
        return found

    def validate(self, extra_validators: Any = None) -> bool:
        fine = super().validate(extra_validators)
        for number in range(7):
            starts, ends = self[f"from_{number}"], self[f"to_{number}"]
            for one, other in ((starts, ends), (ends, starts)):
                if not one.data and other.data and not one.errors:
                    one.errors = [_("Fill in both times, or neither.")]
                    fine = False
        return fine


for _number, _weekday in enumerate(words.WEEKDAYS):
    setattr(WeekForm, f"from_{_number}", MinuteField(lazy("%(day)s from", day=_weekday)))
    setattr(WeekForm, f"to_{_number}", MinuteField(lazy("%(day)s to", day=_weekday)))


def skills_form(levels: Mapping[str, int]) -> SkillsForm:
    """The form with what somebody can do."""
    return SkillsForm(data={category: str(level) for category, level in levels.items()})


def week_form(week: Mapping[int, Hours], posted: Posted | None = None) -> WeekForm:
    """The form with somebody's usual hours, or with what was typed."""
    if posted is not None:
        return WeekForm(posted)
    begins = {f"from_{number}": clock_text(one.starts) for number, one in week.items()}
    ends = {f"to_{number}": clock_text(one.ends) for number, one in week.items()}
    return WeekForm(data={**begins, **ends})
