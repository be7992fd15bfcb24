"""The papers of a plan: the signed agreement, what shows the need for it."""

from estate.access.me import Me
from estate.access.permissions import PLANS_AGREE
from estate.data import Reader
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare
from estate.plans import queries

KINDS: dict[str, str] = {
    "agreement": _("Signed agreement"),
    "need": _("What shows the need"),
    "other": _("Other paper"),
}


def _place(db: Reader, me: Me, plan_id: int) -> Place | None:
    found = queries.plan(db, plan_id) if me.may(PLANS_AGREE) else None
    return Place(_t("Plan %(id)s", id=found.id), f"/plans/{found.id}") if found else None


PLAN = declare(Subject("plan", PLANS_AGREE, KINDS, _place))
