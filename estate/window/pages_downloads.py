"""Downloads for the office: what is on offer, one with its versions, and what can be done with it."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import WINDOW_EDIT, WINDOW_READ
from estate.data import read
from estate.i18n import gettext as _
from estate.papers import content
from estate.papers.serving import answer
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect
from estate.web.forms import fresh_key
from estate.window import actions_downloads as actions
from estate.window import kinds
from estate.window import queries_downloads as queries
from estate.window.forms_downloads import DescribedForm, DownloadForm, TakeBackForm, VersionForm
from estate.window.queries_downloads import PAGE, Download


@get("/window/downloads", permission=WINDOW_READ)
def list_downloads(asked: Posted) -> Response:
    """What is on offer, by category; or what is no longer."""
    number, category, gone = asked.whole("page") or 1, asked.get("category"), asked.get("state") == "retired"
    with read() as db:
        found = queries.retired(db, number) if gone else queries.offered(db, number, category)
        counts, retired = queries.counts(db), queries.retired_count(db)
    total = (
        retired if gone else counts.get(category, 0) if category in kinds.DOWNLOADS else sum(counts.values())
    )
    return page(
        "window/downloads.html",
        offered=found,
        counts=counts,
        retired=retired,
        gone=gone,
        total=total,
        number=number,
        pages=max(1, -(-total // PAGE)),
        kinds=kinds,
    )


@get("/window/downloads/new", permission=WINDOW_EDIT)
def new_download() -> Response:
    return page("window/download_edit.html", form=DownloadForm(key=fresh_key()), download=None)


@post("/window/downloads", permission=WINDOW_EDIT)
def offer_download(posted: Posted, me: Me) -> Response:
    """Put a file on offer."""
    form = DownloadForm(posted)
    if form.validate():
        try:
            made = actions.offer(form.described(), content.keep_file(posted), form.key_for(me.account_id), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/window/downloads/{made}", toast=_("On offer now"))
    return page("window/download_edit.html", form=form, download=None, status=422)


@get("/window/downloads/{download_id:int}", permission=WINDOW_READ)
def show_download(download_id: int) -> Response:
    """One download: the version that holds, the older ones, what can be done."""
    return _page(_download(download_id))


@get("/window/downloads/{download_id:int}/edit", permission=WINDOW_EDIT)
def edit_download(download_id: int) -> Response:
    with read() as db:
        seen = actions.EDITS.last(db, download_id)
    found = _download(download_id)
    form = DescribedForm(data=found._asdict() | {"seen": seen})
    return page("window/download_edit.html", form=form, download=found)


@post("/window/downloads/{download_id:int}", permission=WINDOW_EDIT)
def describe_download(download_id: int, posted: Posted, me: Me) -> Response:
    """Change title, description, category."""
    found, form = _download(download_id), DescribedForm(posted)
    if form.validate():
        try:
            actions.describe(download_id, form.described(), me, form.seen_at())
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/window/downloads/{download_id}", toast=_("Saved"))
    return page("window/download_edit.html", form=form, download=found, status=422)


@post("/window/downloads/{download_id:int}/versions", permission=WINDOW_EDIT)
def replace_download(download_id: int, posted: Posted, me: Me) -> Response:
    """Put a new version on offer; the older ones stay for the office."""
    found, form = _download(download_id), VersionForm(posted)
    if form.validate():
        try:
            actions.replace(download_id, content.keep_file(posted), str(form.note.data or ""), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/window/downloads/{download_id}", toast=_("The new version is on offer now"))
    return _page(found, version=form)


@get("/window/downloads/{download_id:int}/versions/{paper_id:int}", permission=WINDOW_READ)
def save_version(download_id: int, paper_id: int) -> Response:
    """The file of any version."""
    found = _download(download_id)
    with read() as db:
        paper = next((one for one in queries.versions(db, download_id) if one.id == paper_id), None)
    return answer(existing(paper), title=found.title)


@post("/window/downloads/{download_id:int}/versions/{paper_id:int}/withdrawal", permission=WINDOW_EDIT)
def take_back_version(download_id: int, paper_id: int, posted: Posted, me: Me) -> Response:
    """A version was a mistake: the one before it holds again."""
    found, form = _download(download_id), TakeBackForm(posted)
    with read() as db:
        if paper_id not in {one.id for one in queries.versions(db, download_id)}:
            raise NotFoundException
    if form.validate():
        try:
            actions.take_back(download_id, paper_id, str(form.reason.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/window/downloads/{download_id}", toast=_("Taken back"))
    return _page(found, taking_back={paper_id: form})


@post("/window/downloads/{download_id:int}/lift", permission=WINDOW_EDIT)
def lift_download(download_id: int, me: Me) -> Response:
    """One further up in its category."""
    return _moved(_download(download_id), -1, me)


@post("/window/downloads/{download_id:int}/lowering", permission=WINDOW_EDIT)
def lower_download(download_id: int, me: Me) -> Response:
    """One further down in its category."""
    return _moved(_download(download_id), 1, me)


@post("/window/downloads/{download_id:int}/retirement", permission=WINDOW_EDIT)
def retire_download(download_id: int, me: Me) -> Response:
    """Owners see it no more."""
    _download(download_id)
    actions.retire(download_id, me)
    return redirect(f"/window/downloads/{download_id}", toast=_("Taken off the list"))


@post("/window/downloads/{download_id:int}/restoration", permission=WINDOW_EDIT)
def restore_download(download_id: int, me: Me) -> Response:
    """Owners see it again."""
    _download(download_id)
    actions.restore(download_id, me)
    return redirect(f"/window/downloads/{download_id}", toast=_("On offer now"))


def _moved(found: Download, step: int, me: Me) -> Response:
    actions.move(found.id, step, me)
    return redirect(f"/window/downloads/{found.id}#order")


def _page(
    found: Download,
    *,
    version: VersionForm | None = None,
    taking_back: dict[int, TakeBackForm] | None = None,
) -> Response:
    with read() as db:
        return page(
            "window/download.html",
            download=found,
            current=queries.current(db, found.id),
            versions=list(enumerate(queries.versions(db, found.id), 1))[::-1],
            before=queries.neighbour(db, found, -1),
            behind=queries.neighbour(db, found, 1),
            form=version or VersionForm(),
            taking_back=taking_back or {},
            blank=TakeBackForm(),
            kinds=kinds,
            status=422 if version or taking_back else 200,
        )


def _download(download_id: int) -> Download:
    with read() as db:
        return existing(queries.download(db, download_id))


ROUTES = [
    list_downloads,
    new_download,
    offer_download,
    show_download,
    edit_download,
    describe_download,
    replace_download,
    save_version,
    take_back_version,
    lift_download,
    lower_download,
    retire_download,
    restore_download,
]
