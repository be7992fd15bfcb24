"""Papers: print many in the worker, make one at once, open what was made."""

import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import DOCUMENTS_MAKE
from estate.community import queries as community
from estate.data import clock, read
from estate.documents import actions, answers, pages_own, records, sheets, sources
from estate.documents.actions import Wanted
from estate.documents.content import labels
from estate.documents.forms import BatchForm, OneForm
from estate.documents.typeset import typeset
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.jobs import outbox
from estate.office.identity import identity
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.lan import lan_url


@get("/documents", permission=DOCUMENTS_MAKE)
def list_batches() -> Response:
    """What was printed lately, and the form for the next print."""
    return _list_page(BatchForm(key=secrets.token_hex(16), year=clock.today().year))


@post("/documents", permission=DOCUMENTS_MAKE)
def start_batch(posted: Posted, me: Me, settings: Settings) -> Response:
    form = BatchForm(posted)
    form.building_id.choices = _buildings()
    if not form.validate():
        return _list_page(form, status=422)
    kind, building = str(form.kind.data), str(form.building_id.data)
    year = None if kind == "notice" else (form.year.data or clock.today().year)
    wanted = Wanted(kind, int(building) if building else None, year, str(form.invite.data))
    try:
        batch = actions.start_batch(
            wanted, str(form.key.data), lan_url(settings.port), me, practice=settings.practice
        )
    except Refused as refused:
        form.refuse(refused)
        return _list_page(form, status=422)
    return redirect(f"/documents/batches/{batch.id}")


@get("/documents/batches/{batch_id:int}", permission=DOCUMENTS_MAKE)
def show_batch(batch_id: int) -> Response:
    """How far a print is, and its files."""
    with read() as db:
        batch = records.batch(db, batch_id)
        if batch is None:
            raise NotFoundException
        made = records.files_of(db, batch_id)
        task = outbox.of_key(db, actions.task_key(batch_id))
    return page(
        "documents/batch.html",
        part="documents/_files.html",
        batch=batch,
        files=made,
        task=task,
        titles=sources.titles,
    )


@get("/documents/batches/{batch_id:int}/{position:int}", permission=DOCUMENTS_MAKE)
def open_file(batch_id: int, position: int) -> Response:
    """One PDF of a print."""
    with read() as db:
        batch, found = records.batch(db, batch_id), records.file_of(db, batch_id, position)
    if batch is None or found is None:
        raise NotFoundException
    return answers.kept(found.file, f"{sources.titles(batch.kind)} {found.first_home} – {found.last_home}")


@get("/documents/batches/{batch_id:int}/labels", permission=DOCUMENTS_MAKE)
def open_labels(batch_id: int) -> Response:
    """Address labels for the envelopes of a print, in the order of its papers."""
    with read() as db:
        made = records.papers_of(db, batch_id)
        if not made:
            raise NotFoundException
        content = typeset("labels", labels(db, made))
    return answers.pdf(content, _("Address labels"))


@get("/documents/{number:str}", permission=DOCUMENTS_MAKE)
def open_document(number: str) -> Response:
    """The PDF of a paper by its number; of one from a print, the file that it is in."""
    with read() as db:
        found = records.document(db, number)
    if found is None:
        raise NotFoundException
    return answers.kept(found.file, number)


@get("/homes/{home_id:int}/documents", permission=DOCUMENTS_MAKE)
def show_home(home_id: int) -> Response:
    """The papers of a home, and the form to make one."""
    return _home_page(home_id, OneForm(year=clock.today().year))


@post("/homes/{home_id:int}/documents", permission=DOCUMENTS_MAKE)
def make_document(home_id: int, posted: Posted, me: Me, settings: Settings) -> Response:
    """Make a paper for each payer that it can be made for; one alone is opened at once."""
    form = OneForm(posted)
    if not form.validate():
        return _home_page(home_id, form, status=422)
    kind, year = str(form.kind.data), int(form.year.data or 0)
    with read() as db, speaking(identity(db).locale):
        made = sheets.of_home(db, kind, home_id, year)
        url = f"{lan_url(settings.port)}my"
    if not made:
        form.refuse(Refused(sheets.nothing(kind, year), "kind"))
        return _home_page(home_id, form, status=422)
    with read() as db:
        language = identity(db).locale
    with speaking(language):
        papers = [actions.make_one(sheet, kind, url, me, practice=settings.practice) for sheet in made]
    if len(papers) == 1:
        return redirect(f"/documents/{papers[0].number}")
    return redirect(f"/homes/{home_id}/documents", toast=_("Made: %(n)s papers", n=len(papers)))


def _list_page(form: BatchForm, status: int = 200) -> Response:
    form.building_id.choices = _buildings()
    with read() as db:
        made = records.batches(db)
    return page("documents/index.html", form=form, batches=made, titles=sources.titles, status=status)


def _home_page(home_id: int, form: OneForm, status: int = 200) -> Response:
    with read() as db:
        home = community.home(db, home_id)
        if home is None:
            raise NotFoundException
        made = records.documents_of_home(db, home_id)
    return page(
        "documents/home.html", home=home, form=form, documents=made, title=sources.title, status=status
    )


def _buildings() -> list[tuple[str, str]]:
    with read() as db:
        found = community.buildings(db)
    named = [(str(one.id), _("Building %(name)s", name=one.name or one.code)) for one in found]
    return [("", _("All buildings")), *named]


ROUTES = [
    list_batches,
    start_batch,
    show_batch,
    open_file,
    open_labels,
    open_document,
    show_home,
    make_document,
    *pages_own.ROUTES,
]
