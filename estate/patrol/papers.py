"""The photos of a check."""

from estate.access.me import Me
from estate.access.permissions import PATROL_READ, PATROL_WALK
from estate.data import Reader
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare

KINDS: dict[str, str] = {"found": _("As it was found")}


def _place(db: Reader, me: Me, check_id: int) -> Place | None:
    """Those who read patrol see every check, those who walk their own."""
    found = db.tuples(
        """
        SELECT p.name, c.account_id FROM patrol_checks AS c JOIN patrol_points AS p ON p.id = c.point_id
         WHERE c.id = :check_id
        """,
        check_id=check_id,
    )
    if not found or not (me.may(PATROL_READ) or (me.may(PATROL_WALK) and found[0][1] == me.account_id)):
        return None
    return Place(_t("Check of %(point)s", point=found[0][0]), f"/patrol/checks/{check_id}")


CHECK = declare(Subject("patrol_check", PATROL_WALK, KINDS, _place))
