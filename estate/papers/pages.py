"""Papers of one thing: the list with its form, one paper's content, taking one back.

Every route is open to who is signed in and then to those alone whom the subject's own page is open to; for anybody
else there is nothing here.
"""

from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException, PermissionDeniedException

from estate.access.me import Me
from estate.access.permissions import SIGNED_IN
from estate.data import read
from estate.i18n import gettext as _
from estate.i18n import ngettext
from estate.papers import actions, content, queries
from estate.papers.forms import PapersForm, WithdrawalForm
from estate.papers.queries import Paper
from estate.papers.serving import answer
from estate.papers.subjects import Place, Subject, subject_of
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect


@get("/papers/of/{code:str}/{subject_id:int}", permission=SIGNED_IN)
def list_papers(code: str, subject_id: int, me: Me) -> Response:
    """The papers of one thing, those that were withdrawn too, and the way to add some."""
    subject, _place = _require_subject(code, subject_id, me)
    return _list(subject, subject_id, me, PapersForm(subject=subject))


@post("/papers/of/{code:str}/{subject_id:int}", permission=SIGNED_IN)
def add_papers(code: str, subject_id: int, posted: Posted, me: Me) -> Response:
    """Add what was sent and go back to the page of the thing."""
    subject, place = _require_subject(code, subject_id, me)
    _require_adder(subject, me)
    form = PapersForm(posted, subject=subject)
    if form.validate():
        kind, note = str(form.paper_kind.data), str(form.paper_note.data or "")
        try:
            added = actions.add(subject, subject_id, content.keep_sent(posted), kind, note, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            told = ngettext("%(num)s paper added", "%(num)s papers added", len(added))
            back = f"/papers/of/{code}/{subject_id}" if posted.get("stay") else place.href
            return redirect(back, toast=told)
    return _list(subject, subject_id, me, form, status=422)


@get("/papers/{paper_id:int}", permission=SIGNED_IN)
def show_paper(paper_id: int, me: Me, request: Request[Any, Any, Any]) -> Response:
    """The content: a photo to look at, a voice note to hear, a PDF to save."""
    paper, _subject = _require(paper_id, me)
    return answer(paper, request.headers.get("range", ""))


@post("/papers/{paper_id:int}/withdrawal", permission=SIGNED_IN)
def withdraw_paper(paper_id: int, posted: Posted, me: Me) -> Response:
    """Take one back, with a reason."""
    paper, subject = _require(paper_id, me)
    _require_adder(subject, me)
    form = WithdrawalForm(posted)
    if form.validate():
        actions.withdraw(paper_id, str(form.reason.data), me)
        return redirect(f"/papers/of/{paper.subject}/{paper.subject_id}", toast=_("Taken back"))
    return _list(
        subject,
        paper.subject_id,
        me,
        PapersForm(subject=subject),
        withdrawal={paper_id: form},
        status=422,
    )


def _list(
    subject: Subject,
    subject_id: int,
    me: Me,
    form: PapersForm,
    withdrawal: dict[int, WithdrawalForm] | None = None,
    status: int = 200,
) -> Response:
    with read() as db:
        place = subject.place(db, me, subject_id)
        shown = queries.shown(db, subject, subject_id)
    return page(
        "papers/index.html",
        status=status,
        place=place,
        shown=shown,
        form=form,
        withdrawal=withdrawal or {},
        blank=WithdrawalForm(),
    )


def _require_subject(code: str, subject_id: int, me: Me) -> tuple[Subject, Place]:
    subject = subject_of(code)
    if subject is None:
        raise NotFoundException
    with read() as db:
        place = subject.place(db, me, subject_id)
    if place is None:
        raise NotFoundException
    return subject, place


def _require(paper_id: int, me: Me) -> tuple[Paper, Subject]:
    with read() as db:
        paper = queries.paper(db, paper_id)
    if paper is None:
        raise NotFoundException
    return paper, _require_subject(paper.subject, paper.subject_id, me)[0]


def _require_adder(subject: Subject, me: Me) -> None:
    if not me.may(subject.add):
        raise PermissionDeniedException


ROUTES = [list_papers, add_papers, show_paper, withdraw_paper]
