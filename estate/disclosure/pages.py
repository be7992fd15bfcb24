"""Disclosures for the office: what is due, drafts, publishing, the sheet; what stands on each of them."""

from datetime import date

from estate.access.me import Me
from estate.access.permissions import DISCLOSURE_EDIT, DISCLOSURE_PUBLISH, DISCLOSURE_READ
from estate.data import clock, files, read
from estate.disclosure import (
    actions,
    content,
    pages_figures,
    pages_ledgers,
    pages_public,
    queries,
    sheets,
    words,
)
from estate.disclosure.forms import RemarksForm, ReportForm, ResponsibleForm, TermsForm
from estate.disclosure.pages_public import pdf
from estate.disclosure.papers import DISCLOSURE
from estate.disclosure.queries import Disclosure, Terms
from estate.disclosure.rules_periods import KINDS, Period, ended, period_of
from estate.i18n import gettext as _
from estate.labels.house import house
from estate.papers import queries as papers
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import qr_svg
from estate.web.page import existing


@get("/disclosures", permission=DISCLOSURE_READ)
def list_disclosures() -> Response:
    """What is due, drafts, what was published."""
    return _list_page()


@post("/disclosures", permission=DISCLOSURE_EDIT)
def draft_disclosure(posted: Posted, me: Me) -> Response:
    """Begin a draft for a period."""
    try:
        made = actions.draft(_period(posted.get("period")), me)
    except Refused as refused:
        return _list_page(refused.message, status=422)
    return redirect(f"/disclosures/{made}")


@get("/disclosures/terms", permission=DISCLOSURE_EDIT)
def edit_terms() -> Response:
    return _terms_page(_terms(), ResponsibleForm())


@post("/disclosures/terms", permission=DISCLOSURE_EDIT)
def save_terms(posted: Posted, me: Me) -> Response:
    form = TermsForm(posted)
    if form.validate():
        services, quality, basis = (
            str(field.data or "").replace("\r\n", "\n").strip()
            for field in (form.services, form.quality, form.basis)
        )
        months = int(form.common_months.data), int(form.fund_months.data)
        terms = Terms(services, quality, basis, *months, form.within_days.data or 30)
        try:
            actions.set_terms(terms, me, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/disclosures/terms", toast=_("Saved"))
    return _terms_page(form, ResponsibleForm(), status=422)


@post("/disclosures/people", permission=DISCLOSURE_EDIT)
def add_responsible(posted: Posted, me: Me) -> Response:
    form = ResponsibleForm(posted)
    if form.validate():
        actions.add_responsible(
            str(form.position.data),
            str(form.name.data),
            str(form.duty.data or ""),
            str(form.phone.data or ""),
            me,
        )
        return redirect("/disclosures/terms", toast=_("Saved"))
    return _terms_page(_terms(), form, status=422)


@post("/disclosures/people/{person:int}/removal", permission=DISCLOSURE_EDIT)
def drop_responsible(person: int, me: Me) -> Response:
    actions.drop_responsible(person, me)
    return redirect("/disclosures/terms", toast=_("Taken off the list"))


@get("/disclosures/{disclosure_id:int}", permission=DISCLOSURE_READ)
def show_disclosure(disclosure_id: int, settings: Settings) -> Response:
    return _disclosure_page(disclosure_id, settings)


@post("/disclosures/{disclosure_id:int}", permission=DISCLOSURE_EDIT)
def remark(disclosure_id: int, posted: Posted, me: Me, settings: Settings) -> Response:
    _required(disclosure_id)
    form = RemarksForm(posted)
    if form.validate():
        text = str(form.remarks.data or "").replace("\r\n", "\n").strip()
        try:
            actions.remark(disclosure_id, text, me, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/disclosures/{disclosure_id}", toast=_("Saved"))
    return _disclosure_page(disclosure_id, settings, form, status=422)


@post("/disclosures/{disclosure_id:int}/publication", permission=DISCLOSURE_PUBLISH)
def publish(disclosure_id: int, me: Me, settings: Settings) -> Response:
    """Freeze it and show it to everybody."""
    _required(disclosure_id)
    with read() as db:
        home = house(db, settings.port)
    try:
        actions.publish(disclosure_id, home.url, me, practice=settings.practice)
    except Refused as refused:
        return _disclosure_page(disclosure_id, settings, refused=refused.message, status=422)
    return redirect(f"/disclosures/{disclosure_id}", toast=_("Published"))


@post("/disclosures/{disclosure_id:int}/reports", permission=DISCLOSURE_EDIT)
def report(disclosure_id: int, posted: Posted, me: Me, settings: Settings) -> Response:
    """Note that the owners' committee or meeting has it."""
    _required(disclosure_id)
    form = ReportForm(posted)
    if form.validate():
        day = form.handed_on.data
        assert isinstance(day, date)
        try:
            actions.report(disclosure_id, str(form.receiver.data), day, str(form.taken_by.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/disclosures/{disclosure_id}", toast=_("Noted"))
    return _disclosure_page(disclosure_id, settings, report=form, status=422)


@post("/disclosures/{disclosure_id:int}/discarding", permission=DISCLOSURE_EDIT)
def discard(disclosure_id: int, me: Me) -> Response:
    _required(disclosure_id)
    actions.discard(disclosure_id, me)
    return redirect("/disclosures", toast=_("Draft thrown away"))


@get("/disclosures/{disclosure_id:int}/sheet", permission=DISCLOSURE_READ)
def print_disclosure(disclosure_id: int, settings: Settings) -> Response:
    """The sheet: as it was published, or how it would look now."""
    found = _required(disclosure_id)
    if found.file:
        return pdf(files.path_of(found.file).read_bytes(), found)
    with read() as db:
        url = f"{house(db, settings.port).url}/disclosed/{found.token}"
        return pdf(
            sheets.sheet(db, found, content.sections(db, found), url, practice=settings.practice), found
        )


def _period(text: str) -> Period:
    """The period that a choice names, `quarter:2026-07-01`."""
    kind, _colon, first = text.partition(":")
    try:
        found = period_of(kind, date.fromisoformat(first)) if kind in KINDS else None
    except ValueError:
        found = None
    if found is None:
        raise Refused(_("Choose one from the list."), "period")
    return found


def _list_page(refused: str = "", status: int = 200) -> Response:
    choices = [one for kind in KINDS for one in ended(kind, clock.today(), 4 if kind == "quarter" else 2)]
    with read() as db:
        return page(
            "disclosure/index.html",
            duties=queries.duties(db),
            coming=queries.coming(db),
            disclosures=queries.all_disclosures(db),
            balances={one: queries.balance(db, one) for one in words.LEDGERS},
            missing=content.missing(db),
            choices=choices,
            refused=refused,
            words=words,
            status=status,
        )


def _terms() -> TermsForm:
    with read() as db:
        seen = actions.TERMS.last(db, 1)
        return TermsForm(data=queries.terms(db)._asdict() | {"seen": seen})


def _terms_page(form: TermsForm, person: ResponsibleForm, status: int = 200) -> Response:
    with read() as db:
        people = queries.responsible(db)
    return page("disclosure/terms.html", form=form, person=person, people=people, status=status)


def _disclosure_page(
    disclosure_id: int,
    settings: Settings,
    form: RemarksForm | None = None,
    *,
    report: ReportForm | None = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    with read() as db:
        seen = actions.REMARKS.last(db, disclosure_id)
    found = _required(disclosure_id)
    with read() as db:
        url = f"{house(db, settings.port).url}/disclosed/{found.token}"
        return page(
            "disclosure/show.html",
            one=found,
            sections=found.sections or content.sections(db, found),
            missing=[] if found.content else content.missing(db),
            form=form or RemarksForm(remarks=found.remarks, seen=seen),
            newer=queries.correction_of(db, found),
            papers=papers.shown(db, DISCLOSURE, disclosure_id),
            reports=queries.reports(db, disclosure_id),
            report=report or ReportForm(handed_on=clock.today()),
            url=url,
            qr=qr_svg(url) if found.content else "",
            refused=refused,
            words=words,
            status=status,
        )


def _required(disclosure_id: int) -> Disclosure:
    with read() as db:
        return existing(queries.disclosure(db, disclosure_id))


ROUTES = [
    list_disclosures,
    draft_disclosure,
    edit_terms,
    save_terms,
    add_responsible,
    drop_responsible,
    show_disclosure,
    remark,
    publish,
    report,
    discard,
    print_disclosure,
    *pages_figures.ROUTES,
    *pages_ledgers.ROUTES,
    *pages_public.ROUTES,
]
