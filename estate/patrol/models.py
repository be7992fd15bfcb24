"""Routes as the law and the trade have them, to begin from: what is asked and when it is walked.

Source: DOMAIN D (security every two hours, every hour at night; machine rooms twice a day) and DOMAIN B (fire patrol each
day and a fire check each month in high-rise buildings). The office changes what its own rules say otherwise.
"""

from typing import NamedTuple

from estate.i18n import lazy as _
from estate.patrol.actions_points import Question
from estate.patrol.actions_routes import When

NIGHT_FROM, NIGHT_TO = "22:00", "06:00"
WHOLE_DAY = 10 * 60
FIVE_DAYS = 5 * 24 * 60


class Model(NamedTuple):
    """A route to begin from. questions: asked at each of its points, in the language of who makes it."""

    name: str
    kind: str
    sequence: str
    min_seconds: int
    schedules: tuple[When, ...]
    questions: tuple[tuple[str, str, str, int | None, int | None], ...]
    hint: str

    def asked(self) -> list[Question]:
        """The questions as a point keeps them."""
        return [
            Question(
                str(question),
                kind,
                route_kind=self.kind,
                unit=unit,
                low=low,
                high=high,
                abnormal=("no",) if kind == "yes_no" else (),
            )
            for question, kind, unit, low, high in self.questions
        ]


def _yes(question: str) -> tuple[str, str, str, None, None]:
    return question, "yes_no", "", None, None


MODELS: dict[str, Model] = {
    "fire_daily": Model(
        _("Daily fire patrol of high-rise buildings"),
        "fire",
        "fixed",
        60,
        (When(WHOLE_DAY, times=("08:00",)),),
        (
            _yes(_("Escape routes and exits are free")),
            _yes(_("Fire doors are shut")),
            _yes(_("Extinguishers and hydrants are in place")),
            _yes(_("Signs and emergency lights are on")),
            _yes(_("No open fire, no charging of e-bikes")),
        ),
        _("Each day; the fire rules of many places ask for it in high-rise housing."),
    ),
    "fire_monthly": Model(
        _("Monthly fire check"),
        "fire",
        "free",
        60,
        (When(FIVE_DAYS, weekdays=None, month_days=(1,), times=("08:00",)),),
        (
            _yes(_("Extinguishers: pressure in the green and seal whole")),
            _yes(_("Hydrant: hose, nozzle and water there")),
            _yes(_("Detectors and alarm buttons answer")),
            _yes(_("Fire shaft doors can be opened")),
            (_("As it looks"), "photo", "", None, None),
        ),
        _("Once a month, within five days from the first."),
    ),
    "machine_rooms": Model(
        _("Machine rooms twice a day"),
        "machine_room",
        "fixed",
        60,
        (When(120, times=("09:00", "16:00")),),
        (
            _yes(_("No unusual noise, smell or heat")),
            _yes(_("Dry: no water on the floor")),
            (_("Temperature of the room"), "number", "℃", 0, 40_000),
            _yes(_("Locked and nothing stored in it")),
        ),
        _("Switch rooms and pump rooms, at nine and at four."),
    ),
    "security": Model(
        _("Security rounds"),
        "security",
        "random",
        60,
        (
            When(120, every_minutes=120, from_time=NIGHT_TO, to_time=NIGHT_FROM),
            When(60, every_minutes=60, from_time=NIGHT_FROM, to_time=NIGHT_TO),
        ),
        (_yes(_("All quiet and in order")),),
        _("Every two hours, every hour at night, in a random order."),
    ),
}
