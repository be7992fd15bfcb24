"""The forms by which a page chooses whom something is for: parts of the community, uses and groups, or single homes."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import Length

from estate.audience import records_groups, words
from estate.audience.actions import Aim
from estate.audience.rules import MOST_HOMES, Part, codes_of
from estate.community import queries as community
from estate.community.words import USAGE_NAMES
from estate.data import Reader, read
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.refusal import Refused
from estate.web import Posted
from estate.web.forms import ChoiceField, CountField, EstateForm, TextField, required


def whom_field() -> ChoiceField:
    """Who in each home is meant, for the form of what an audience belongs to."""
    return ChoiceField(_("For whom in each home"), choices=list(words.WHOM.items()), default="everybody")


class PartForm(EstateForm):
    """A part of the community, with floors of it; `targets` are choices() or parts_to_choose()."""

    target = ChoiceField(_("Add"))
    floor_from = CountField(_("From floor"), least=-9, most=200)
    floor_to = CountField(_("To floor"), least=-9, most=200)

    def __init__(self, *args: Any, targets: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.target.choices = list(targets)

    def validate(self, *args: Any, **more: Any) -> bool:
        valid = super().validate(*args, **more)
        if valid and (self.floor_from.data is None) != (self.floor_to.data is None):
            single = self.floor_from.data if self.floor_to.data is None else self.floor_to.data
            self.floor_from.data = self.floor_to.data = single
        if valid and self.floor_from.data is not None:
            scope = str(self.target.data).partition(":")[0]
            if scope not in ("building", "entrance"):
                self.target.errors = [*self.target.errors, _t("Floors belong to a building or an entrance.")]
                return False
            if (self.floor_to.data or 0) < self.floor_from.data:
                self.floor_to.errors = [*self.floor_to.errors, _t("The last floor lies above the first.")]
                return False
        return valid

    def part(self) -> Part:
        """What was chosen."""
        scope, _colon, about = str(self.target.data).partition(":")
        return Part(scope, about, self.floor_from.data, self.floor_to.data)

    def aim(self) -> Aim:
        """What was chosen, as a target."""
        return Aim(*self.part())


class CodesForm(EstateForm):
    """Homes by their codes."""

    homes = TextAreaField(
        _("Homes"),
        [required(), Length(max=30_000)],
        description=_("One or several in a line, such as 3-2-501, 3-2-502."),
    )

    def home_ids(self, db: Reader) -> list[int]:
        """The homes of the codes. Refused beside the field for those that there are not, or for too many."""
        codes, known = codes_of(str(self.homes.data)), community.home_ids(db)
        missing = [code for code in codes if code not in known]
        if missing:
            raise Refused(_t("There are no such homes: %(codes)s.", codes=", ".join(missing[:10])), "homes")
        if len(codes) > MOST_HOMES:
            raise Refused(
                _t("At most %(n)s homes at a time; choose buildings instead.", n=MOST_HOMES), "homes"
            )
        return [known[code] for code in codes]


class HomesForm(CodesForm):
    """Homes by their codes, under a name of their own."""

    label = TextField(_("Name of these homes"), [required()], most=40)

    def aim(self, db: Reader) -> Aim:
        """What was listed, as a target. Refused beside the field for homes that there are not."""
        return Aim("homes", label=str(self.label.data), home_ids=self.home_ids(db))


def choices(db: Reader) -> list[tuple[str, str]]:
    """What an audience can name: everybody, each part of the community, each use of homes, each group that the office keeps."""
    return [
        ("all:", _t("The whole community")),
        *((f"group:{one.id}", words.part("group", one.name)) for one in records_groups.live(db)),
        *parts_to_choose(db),
    ]


def parts_to_choose(db: Reader) -> list[tuple[str, str]]:
    """Each part of the community and each use of homes."""
    return [
        *((f"{one.scope}:{one.id}", words.part(one.scope, one.name)) for one in community.parts(db)),
        *((f"usage:{code}", words.used_as(code)) for code in USAGE_NAMES),
    ]


def add_part(posted: Posted, aim: Callable[[Aim], None]) -> PartForm | None:
    """Aim at the part that was posted; answers the form with what is wrong, None when it was added."""
    with read() as db:
        form = PartForm(posted, targets=choices(db))
    if not form.validate():
        return form
    try:
        aim(form.aim())
    except Refused as refused:
        form.refuse(refused)
        return form
    return None


def add_homes(posted: Posted, aim: Callable[[Aim], None]) -> HomesForm | None:
    """Aim at the homes whose codes were posted; answers the form with what is wrong, None when they were added."""
    form = HomesForm(posted)
    if not form.validate():
        return form
    try:
        with read() as db:
            listed = form.aim(db)
        aim(listed)
    except Refused as refused:
        form.refuse(refused)
        return form
    return None
