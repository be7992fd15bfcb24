"""Forms of how orders are handed out."""

from collections.abc import Sequence

from estate.crew import words
from estate.crew.records_handing import Default
from estate.i18n import lazy
from estate.repairs.words import CATEGORIES, URGENCIES
from estate.web.forms import ChoiceField, CountField, EstateForm, required

LONGEST_MINUTES = 7 * 24 * 60


class DefaultsForm(EstateForm):
    """How, and after how many minutes in the pool it is told, by urgency."""

    @classmethod
    def of(cls, known: Sequence[Default]) -> "DefaultsForm":
        """The form with what holds now."""
        modes = {f"mode_{one.urgency}": one.mode for one in known}
        return cls(data={**modes, **{f"tell_{one.urgency}": one.tell_min for one in known}})

    def typed(self) -> list[Default]:
        """What was typed, by urgency."""
        return [
            Default(urgency, str(self[f"mode_{urgency}"].data), int(self[f"tell_{urgency}"].data))
            for urgency in URGENCIES
        ]


for _urgency, (_tone, _name) in URGENCIES.items():
    setattr(
        DefaultsForm,
        f"mode_{_urgency}",
        ChoiceField(lazy("%(urgency)s: how", urgency=_name), choices=list(words.MODES.items())),
    )
    setattr(
        DefaultsForm,
        f"tell_{_urgency}",
        CountField(
            lazy("%(urgency)s: told after minutes", urgency=_name),
            [required()],
            least=1,
            most=LONGEST_MINUTES,
        ),
    )


class ExceptionForm(EstateForm):
    """One category that is handed out in another way."""

    category = ChoiceField(lazy("Category"), choices=list(CATEGORIES.items()))
    urgency = ChoiceField(
        lazy("How urgent"), choices=[(one, name) for one, (_tone, name) in URGENCIES.items()]
    )
    mode = ChoiceField(lazy("How it is handed out"), choices=list(words.MODES.items()))
