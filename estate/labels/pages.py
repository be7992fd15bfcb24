"""Labels for the office: choose things, print their labels on sheets or one big, renew one, say where they lead."""

from typing import Any

from litestar import Response as LitestarResponse

from estate.access.me import Me
from estate.access.permissions import PLACES_EDIT
from estate.community import queries as community
from estate.data import Reader, read, write
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.labels import actions, pages_scan, queries, sheets
from estate.labels.forms import AddressForm, SheetForm
from estate.labels.house import house
from estate.labels.subjects import Subject, Thing, declared, subject_of, thing_of
from estate.office.identity import identity
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.page import existing


@get("/labels", permission=PLACES_EDIT)
def choose_labels(asked: Posted, settings: Settings) -> Response:
    """Things of one sort by building and kind, with what the sheet will hold."""
    return _choose_page(asked, settings, AddressForm(), SheetForm())


@post("/labels/sheet", permission=PLACES_EDIT)
def print_sheet(posted: Posted, me: Me, settings: Settings) -> Response:
    """The labels of what is chosen, as a PDF; what has no label yet gets one."""
    form = SheetForm(posted)
    with read() as db:
        subject, things = _chosen(db, posted)
    if not form.validate() or not things or len(things) > sheets.MOST:
        if not things:
            form.refuse(Refused(_("Nothing is chosen.")))
        elif len(things) > sheets.MOST:
            form.refuse(
                Refused(_("Choose a building or kind: one file holds %(most)s labels.", most=sheets.MOST))
            )
        return _choose_page(posted, settings, AddressForm(), form, status=422)
    with write(me) as tx:
        tokens = actions.labels(tx, subject.code, [one.id for one in things])
        office, home = identity(tx), house(tx, settings.port)
    with speaking(office.locale):
        made = sheets.sheet(
            office,
            [(one, home.scan(tokens[one.id])) for one in things],
            first=form.first.data or 1,
            practice=settings.practice,
        )
    return _pdf(made, "labels.pdf")


@post("/labels/{code:str}/{subject_id:int}/sheet", permission=PLACES_EDIT)
def print_single(code: str, subject_id: int, me: Me, settings: Settings) -> Response:
    """One big label to hang up."""
    thing = _thing(code, subject_id)
    with write(me) as tx:
        token = actions.label(tx, code, subject_id)
        office, home = identity(tx), house(tx, settings.port)
    with speaking(office.locale):
        made = sheets.single(office, thing, home.scan(token), practice=settings.practice)
    return _pdf(made, "label.pdf")


@post("/labels/{code:str}/{subject_id:int}/renewal", permission=PLACES_EDIT)
def renew_label(code: str, subject_id: int, me: Me) -> Response:
    """A new code; the old label says that a newer one hangs here."""
    thing = _thing(code, subject_id)
    actions.renew(code, subject_id, me)
    return redirect(thing.href, toast=_("New label made: print and hang it"))


@post("/labels/address", permission=PLACES_EDIT)
def set_address(posted: Posted, me: Me, settings: Settings) -> Response:
    """Where all labels lead from now on; printed ones keep what they hold."""
    form = AddressForm(posted)
    if form.validate():
        try:
            actions.set_address(str(form.address.data or ""), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/labels", toast=_("Saved"))
    return _choose_page(Posted({}), settings, form, SheetForm(), status=422)


def _chosen(db: Reader, asked: Posted) -> tuple[Subject, list[Thing]]:
    subject = existing(subject_of(asked.get("of") or declared()[0].code))
    kind = asked.get("kind") if asked.get("kind") in subject.kinds(db) else ""
    return subject, subject.choose(db, asked.whole("building"), kind)


def _choose_page(
    asked: Posted, settings: Settings, address: AddressForm, sheet: SheetForm, status: int = 200
) -> Response:
    with read() as db:
        subject, things = _chosen(db, asked)
        home = house(db, settings.port)
        if not address.address.raw_data:
            address.address.data = queries.address(db)
        context: dict[str, Any] = {
            "kinds": subject.kinds(db),
            "buildings": community.choices(db)[0],
            "tokens": queries.tokens(db, subject.code, [one.id for one in things[:SHOWN]]),
        }
    return page(
        "labels/index.html",
        subject=subject,
        subjects=declared(),
        things=things[:SHOWN],
        count=len(things),
        pages=-(-len(things) // sheets.ON_A_SHEET),
        asked=asked,
        home=home,
        address=address,
        sheet=sheet,
        status=status,
        **context,
    )


SHOWN = 100


def _thing(code: str, subject_id: int) -> Thing:
    with read() as db:
        return existing(thing_of(db, code, subject_id))


def _pdf(content: bytes, name: str) -> Response:
    response: Response = LitestarResponse(content, media_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


ROUTES = [choose_labels, print_sheet, print_single, renew_label, set_address, *pages_scan.ROUTES]
