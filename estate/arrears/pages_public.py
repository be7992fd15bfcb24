"""The list of debtors for the notice board: off unless an administrator names the law; home and period, no more."""

from datetime import timedelta

from estate.access.me import Me
from estate.access.permissions import ARREARS_LIST, ARREARS_PUBLISH
from estate.arrears import actions
from estate.arrears import records_publication as records
from estate.arrears.forms import PublicationForm
from estate.billing.words import period
from estate.community import queries as community
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.penalties.queries import due_until
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect

DAYS = (90, 180, 365)


@get("/arrears/public-list", permission=ARREARS_LIST)
def show_publication() -> Response:
    """Whether it is allowed, since when and on which basis; why it is off."""
    return _publication_page()


@post("/arrears/public-list/permission", permission=ARREARS_PUBLISH)
def allow(posted: Posted, me: Me) -> Response:
    form = PublicationForm(posted)
    if form.validate():
        try:
            actions.allow_publication(form.basis.data or "", me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/arrears/public-list", toast=_("The list can be printed now"))
    return _publication_page(form, status=422)


@post("/arrears/public-list/withdrawal", permission=ARREARS_PUBLISH)
def forbid(me: Me) -> Response:
    actions.forbid_publication(me)
    return redirect("/arrears/public-list", toast=_("The list is off"))


@get("/arrears/public-list/print", permission=ARREARS_LIST)
def print_list(asked: Posted) -> Response:
    """Home and period of what is overdue for a time; refused while it is off."""
    days = asked.whole("days") or DAYS[0]
    days = days if days in DAYS else DAYS[0]
    with read() as db:
        publication = records.now(db)
        if not publication.allowed:
            raise Refused(_("The public list is off. An administrator can allow it, with its legal basis."))
        today = clock.today()
        until = due_until(db, [(today - timedelta(days=days)).isoformat()])[0]
        homes = records.listed(db, until, asked.whole("building"))
    return page("arrears/public_print.html", homes=homes, publication=publication, days=days, period=period)


def _publication_page(form: PublicationForm | None = None, status: int = 200) -> Response:
    with read() as db:
        publication = records.now(db)
        buildings = community.choices(db)[0]
    return page(
        "arrears/public.html",
        publication=publication,
        buildings=buildings,
        form=form or PublicationForm(),
        spans=DAYS,
        status=status,
    )


ROUTES = [show_publication, allow, forbid, print_list]
