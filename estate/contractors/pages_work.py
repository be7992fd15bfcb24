"""What a firm does by its link, without an account: one order, one big next step, photos."""

from typing import Any

from litestar import Request
from litestar.exceptions import NotFoundException

from estate.access.permissions import PUBLIC
from estate.contractors import actions, rules
from estate.contractors.forms import WorkForm
from estate.contractors.queries import Link
from estate.data import Reader, files, read
from estate.papers import content
from estate.papers import queries as papers
from estate.papers.queries import Paper
from estate.people import queries as people
from estate.refusal import Refused
from estate.repairs import guards, words
from estate.repairs.details import Details
from estate.repairs.papers import ORDER
from estate.repairs.queries import Order
from estate.repairs.rules_steps import ASSIGNEE, NEXT, STEPS, allowed
from estate.web import Posted, Response, get, page, post, ranges, redirect
from estate.web.forms import fresh_key


@get("/work/{token:str}", permission=PUBLIC)
def show_work(token: str) -> Response:
    """The place, what is wrong, what comes next."""
    return _work_page(token, WorkForm(key=fresh_key()), "")


@post("/work/{token:str}/steps/{step:str}", permission=PUBLIC)
def take_step(token: str, step: str, posted: Posted) -> Response:
    """One step, with its photos, at once."""
    with read() as db:
        found = actions.find(db, token)
    if found is None or step not in STEPS:
        raise NotFoundException
    if found[2] != rules.LIVE:
        return _ended_page(found[2])
    form = WorkForm(posted)
    if not form.validate():
        return _work_page(token, form, step, status=422)
    try:
        kept = content.keep_sent(posted)
        actions.take_step(token, step, str(form.key.data or ""), _details(step, form), kept)
    except Refused as refused:
        form.refuse(refused)
        return _work_page(token, form, step, status=422)
    return redirect(f"/work/{token}", toast=str(words.STEPS[step]))


@get("/work/{token:str}/photos/{paper_id:int}", permission=PUBLIC)
def show_photo(token: str, paper_id: int, request: Request[Any, Any, Any]) -> Response:
    """A photo or a voice note of this order, while the link works."""
    with read() as db:
        found = actions.find(db, token)
        paper = papers.paper(db, paper_id)
    if found is None or found[2] != rules.LIVE or paper is None or not _is_shown(paper):
        raise NotFoundException
    if (paper.subject, paper.subject_id) != (ORDER.code, found[1].id):
        raise NotFoundException
    asked = request.headers.get("range", "") if paper.is_voice else ""
    response = ranges.answer(files.path_of(paper.file).read_bytes(), paper.media, asked)
    response.headers.update({"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"})
    return response


def _is_shown(paper: Paper) -> bool:
    """Whether a firm sees it: what is broken and what was done, not who signed."""
    return (paper.is_photo or paper.is_voice) and not paper.withdrawn_at and paper.kind != "signature"


def _details(step: str, form: WorkForm) -> Details:
    return Details(
        waiting_for=str(form.waiting_for.data) if step == "wait" else None,
        reason=str(form.reason.data or ""),
        note=str(form.note.data or ""),
    )


def _work_page(token: str, form: WorkForm, tried: str, status: int = 200) -> Response:
    with read() as db:
        found = actions.find(db, token)
        if found is None:
            raise NotFoundException
        link, order, standing = found
        if standing != rules.LIVE:
            return _ended_page(standing)
        shown = [one for one in papers.of(db, ORDER.code, order.id) if _is_shown(one)]
        contact = _contact(db, link, order)
        steps = guards.offered(db, order, allowed(order.state, {ASSIGNEE}))
    return _private(
        page(
            "contractors/work.html",
            token=token,
            order=order,
            link=link,
            contact=contact,
            next=next((one for one in NEXT if one in steps), None),
            steps=steps,
            voices=[one for one in shown if one.is_voice],
            photos=[
                {
                    "src": f"/work/{token}/photos/{one.id}",
                    "alt": str(words.PAPERS.get(one.kind, one.kind)),
                    "caption": "",
                }
                for one in shown
                if one.is_photo
            ],
            form=form,
            tried=tried,
            words=words,
            status=status,
        )
    )


def _contact(db: Reader, link: Link, order: Order) -> tuple[str, str] | None:
    """Whom to call, where the office decided that it is needed."""
    if not link.contact:
        return None
    if order.reporter_phone or order.home_id is None:
        return (order.reporter_name, order.reporter_phone) if order.reporter_phone else None
    residents = people.residents_of(db, order.home_id)
    one = next((one for one in residents if one.person_id == order.reporter_id), None)
    return (one.name, one.phone) if one and one.phone else None


def _ended_page(standing: str) -> Response:
    return _private(page("contractors/ended.html", done=standing == rules.DONE, status=410))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


ROUTES = [show_work, take_step, show_photo]
