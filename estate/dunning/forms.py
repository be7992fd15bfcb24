"""Forms of dunning: a strategy with its steps, what it applies to, and what people do with a case."""

from wtforms import FieldList, FormField, TextAreaField

from estate.dunning import words
from estate.dunning.actions_strategies import NewStep
from estate.i18n import lazy as _
from estate.web.forms import (
    ChoiceField,
    CountField,
    DayField,
    EstateForm,
    MoneyField,
    TextField,
    required,
)

STEPS = 12
"""The most steps of a strategy."""


class StepForm(EstateForm):
    """A step of a strategy; one without days is none."""

    days = CountField(_("Days from the due day"), least=-60, most=3650)
    kind = ChoiceField(_("What happens"), choices=list(words.KINDS.items()), default="reminder")
    min_fen = MoneyField(_("Least amount"), least=0, most=10**10)
    name = TextField(_("Own name"), most=40)


class StrategyForm(EstateForm):
    """A strategy with its steps. `blank` rows are shown empty below those that are there."""

    name = TextField(_("Name of the strategy"), most=40)
    gap_days = CountField(
        _("Least days between two steps"),
        [required()],
        least=1,
        most=60,
        default=3,
        description=_(
            "Nobody is spoken to again before. After a formal notice it is 7 days, after a letter 15."
        ),
    )
    steps = FieldList(FormField(StepForm), _("The steps"), max_entries=STEPS)
    note = TextField(
        _("What changes and why"),
        most=200,
        description=_("It stands beside the version, with your name and the day."),
    )

    @property
    def new_steps(self) -> list[NewStep]:
        """What was filled in."""
        return [
            NewStep(row["days"], row["kind"], row["name"] or "", row["min_fen"] or 0)
            for row in self.steps.data
            if row["days"] is not None
        ]


class AssignForm(EstateForm):
    """What a strategy applies to: `scope:value`. Set the choices before validating."""

    strategy = ChoiceField(_("Strategy"), coerce=int)
    target = ChoiceField(_("Applies to"))


class GroupForm(EstateForm):
    """A new group of homes."""

    name = TextField(_("Name of the group"), [required()], most=40)


class HomesForm(EstateForm):
    """The homes of a group, as people write them: by blanks, commas or lines."""

    homes = TextAreaField(
        _("Homes"), description=_("Like 3-2-501; several separated by blanks, commas or lines.")
    )

    @property
    def codes(self) -> list[str]:
        """The homes that were written, each once."""
        text = str(self.homes.data or "")
        for mark in ",，、;；":
            text = text.replace(mark, " ")
        return list(dict.fromkeys(text.split()))


class StepNowForm(EstateForm):
    """Carry a step out now, or leave it out."""

    step = ChoiceField(_("Step"), coerce=int)
    note = TextField(_("Note"), most=300)


class PauseForm(EstateForm):
    """Pause dunning of a debt."""

    cause = ChoiceField(_("Why"), choices=[(code, words.CAUSES[code]) for code in words.BY_HAND])
    until_on = DayField(_("Until"), [required()])
    note = TextField(_("Note"), most=300, description=_("What the dispute is about, or who decided what."))


class WhyForm(EstateForm):
    """A reason."""

    why = TextField(_("Reason"), [required()], most=300)


class CloseForm(EstateForm):
    """Close a case by hand."""

    reason = ChoiceField(
        _("Reason"), choices=[(code, name) for code, name in words.CLOSE_REASONS.items() if code != "paid"]
    )
    note = TextField(_("What was decided, by whom"), [required()], most=300)


class DayForm(EstateForm):
    """The day of a dry run."""

    day = DayField(_("Day"))


__all__ = [
    "AssignForm",
    "CloseForm",
    "DayForm",
    "GroupForm",
    "HomesForm",
    "PauseForm",
    "StepNowForm",
    "StrategyForm",
    "WhyForm",
]
