"""The map of a building: entrances side by side, floors from the top, a colour, sign and word for each home."""

from collections.abc import Sequence
from typing import Any

from estate.arrears import queries as arrears
from estate.billing import queries as billing
from estate.community import queries, words
from estate.data import Reader, clock
from estate.i18n import gettext as _


def signs(db: Reader, homes: Sequence[queries.Home], *, with_money: bool) -> dict[int, words.Sign]:
    if not with_money:
        return {home.id: words.occupancy_sign(home) for home in homes}
    ids = [home.id for home in homes]
    owed, late = billing.owed_by_home(db, clock.today().isoformat(), ids), arrears.marks(db, ids)
    return {home.id: words.owed_sign(home.state, owed.get(home.id), late[home.id]) for home in homes}


def entrances(homes: Sequence[queries.Home], shown: dict[int, words.Sign]) -> list[dict[str, Any]]:
    """Entrances side by side, the highest floor first, as ui.building_map draws them."""
    found: dict[str, dict[int | None, list[dict[str, str]]]] = {}
    for home in homes:
        sign = shown[home.id]
        found.setdefault(home.entrance, {}).setdefault(home.floor, []).append(
            {"code": home.code, "label": home.room, "href": f"/homes/{home.id}", **sign._asdict()}
        )
    return [
        {
            "label": _("Entrance %(code)s", code=entrance),
            "floors": [
                {"label": "–" if floor is None else str(floor), "homes": floors[floor]}
                for floor in sorted(floors, key=lambda floor: -99 if floor is None else floor, reverse=True)
            ],
        }
        for entrance, floors in found.items()
    ]


def legend(shown: list[words.Sign], *, with_money: bool) -> list[dict[str, Any]]:
    kinds = (
        [
            ("overdue", _("Overdue")),
            ("waiting", _("Owes, not yet due")),
            ("settled", _("Settled")),
            ("info", _("Nobody lives there")),
        ]
        if with_money
        else [("neutral", _("Lived in")), ("info", _("Nobody lives there"))]
    )
    return [
        {"state": state, "word": word, "count": sum(sign.state == state for sign in shown)}
        for state, word in kinds
    ]
