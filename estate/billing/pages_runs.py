"""Pages of bill runs: start one, watch it, check it beside the month before, post it, void it."""

from datetime import date, timedelta
from typing import NamedTuple

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import BILLS_READ, BILLS_REVERSE, BILLS_RUN
from estate.billing import actions, records_runs, records_shown, words
from estate.billing.forms import ReasonForm, RunForm
from estate.billing.records_runs import Run
from estate.billing.rules_cycles import months_later
from estate.community import queries as community
from estate.data import Reader, clock, read
from estate.i18n import gettext as _
from estate.jobs import outbox
from estate.office.identity import identity
from estate.refusal import Refused
from estate.waivers import queries as waivers
from estate.waivers import queries_standing as waived
from estate.waivers.words import KINDS
from estate.web import Posted, Response, existing, get, page, post, redirect

PAGE = records_shown.PAGE


@get("/bill-runs", permission=BILLS_READ)
def list_runs(asked: Posted) -> Response:
    """Every run, and the form to start the next."""
    return _list_page(RunForm(first=_next_month()), number=_number(asked))


@post("/bill-runs", permission=BILLS_RUN)
def start_run(posted: Posted, me: Me) -> Response:
    form = RunForm(posted)
    if not form.validate():
        return _list_page(form, status=422)
    first = form.first.data or clock.today().replace(day=1)
    try:
        run = actions.start_run(first, form.last.data or first, me, form.due_on.data)
    except Refused as refused:
        form.refuse(refused)
        return _list_page(form, status=422)
    return redirect(f"/bill-runs/{run.id}")


@get("/bill-runs/{run_id:int}", permission=BILLS_READ)
def show_run(run_id: int) -> Response:
    """A run: its progress while it is computed, then its sums beside the period before."""
    return _run_page(_run(run_id), ReasonForm())


@get("/bill-runs/{run_id:int}/progress", permission=BILLS_READ)
def show_progress(run_id: int) -> Response:
    """How far the computing is; when it is done the page loads its sums."""
    run = _run(run_id)
    if run.state != "computing":
        return redirect(f"/bill-runs/{run_id}")
    with read() as db:
        return page("billing/_progress.html", run=run, task=outbox.of_key(db, run.task_key))


@post("/bill-runs/{run_id:int}/computing", permission=BILLS_RUN)
def compute_again(run_id: int, me: Me) -> Response:
    run = _run(run_id)
    if run.state in ("posted", "voided"):
        raise Refused(_("This run is posted. Void it instead."))
    days = (date.fromisoformat(text) for text in (run.period_from, run.period_to, run.due_on))
    first, last, due_on = days
    actions.start_run(first, last, me, due_on)
    return redirect(f"/bill-runs/{run_id}")


@post("/bill-runs/{run_id:int}/posting", permission=BILLS_RUN)
def post_run(run_id: int, posted: Posted, me: Me) -> Response:
    """Post the sums that the page showed, no others."""
    try:
        run = actions.post_run(_run(run_id).id, me, posted.get("seen"))
    except Refused as refused:
        form = ReasonForm()
        form.refuse(refused)
        return _run_page(_run(run_id), form, status=422)
    return redirect(f"/bill-runs/{run_id}", toast=_("Posted: %(n)s lines", n=run.lines))


@post("/bill-runs/{run_id:int}/removal", permission=BILLS_RUN)
def discard_run(run_id: int, me: Me) -> Response:
    _run(run_id)
    actions.discard_run(run_id, me)
    return redirect("/bill-runs", toast=_("Thrown away"))


@post("/bill-runs/{run_id:int}/reversal", permission=BILLS_REVERSE)
def void_run(run_id: int, posted: Posted, me: Me) -> Response:
    run, form = _run(run_id), ReasonForm(posted)
    if not form.validate():
        return _run_page(run, form, status=422)
    try:
        actions.void_run(run_id, str(form.reason.data), me)
    except Refused as refused:
        form.refuse(refused)
        return _run_page(run, form, status=422)
    return redirect(f"/bill-runs/{run_id}", toast=_("Voided"))


@get("/bill-runs/{run_id:int}/homes", permission=BILLS_READ)
def list_homes(run_id: int, asked: Posted) -> Response:
    """The run's homes beside the period before, those that differ most first."""
    run, number, kind = _run(run_id), _number(asked), asked.get("kind")
    with read() as db:
        beside = records_shown.beside(db, run_id)
        homes = records_shown.homes(db, run_id, kind, number)
    counts = {"changed": beside.changed, "new": beside.new, "gone": beside.gone, "same": beside.same}
    total = counts.get(kind, sum(counts.values()))
    return page(
        "billing/run_homes.html",
        run=run,
        homes=homes,
        counts=counts,
        beside=beside,
        number=number,
        pages=max(1, -(-total // PAGE)),
        total=total,
        words=words,
    )


@get("/bill-runs/{run_id:int}/skips", permission=BILLS_READ)
def list_skips(run_id: int, asked: Posted) -> Response:
    """What is not charged, and why."""
    run, number, reason = _run(run_id), _number(asked), asked.get("reason")
    with read() as db:
        counts = records_shown.skip_counts(db, run_id)
        skips, total = records_shown.skips(db, run_id, reason, number)
    return page(
        "billing/run_skips.html",
        run=run,
        skips=skips,
        counts=counts,
        number=number,
        pages=max(1, -(-total // PAGE)),
        total=total,
        words=words,
    )


@get("/bill-runs/{run_id:int}/homes/{home_id:int}", permission=BILLS_READ)
def show_home(run_id: int, home_id: int) -> Response:
    """The lines of one home in a run, with their arithmetic."""
    run = _run(run_id)
    with read() as db:
        home = community.home(db, home_id)
        lines = records_shown.lines(db, run, home_id)
        skips = records_shown.home_skips(db, run_id, home_id)
        discounted = waived.waived_of_home(db, run_id, home_id)
    if home is None:
        raise NotFoundException
    return page(
        "billing/run_home.html",
        run=run,
        home=home,
        lines=lines,
        skips=skips,
        discounted=discounted,
        kinds=KINDS,
        words=words,
    )


def _run_page(run: Run, form: ReasonForm, status: int = 200) -> Response:
    with read() as db:
        return page(
            "billing/run.html",
            run=run,
            task=outbox.of_key(db, run.task_key),
            items=records_shown.item_totals(db, run.id),
            buildings=records_shown.building_totals(db, run.id),
            beside=records_shown.beside(db, run.id),
            skips=records_shown.skip_counts(db, run.id),
            outliers=[home for home in records_shown.homes(db, run.id, "", 1) if home.kind != "same"][:5],
            paid_homes=records_runs.paid_homes(db, run.id) if run.state == "posted" else 0,
            others=[
                one for one in records_runs.posted_of(db, run.period_from, run.period_to) if one.id != run.id
            ],
            waived=waived.waived_of_run(db, run.id),
            waived_by_item=waived.waived_by_item(db, run.id),
            waived_by_building=waived.waived_by_building(db, run.id),
            decided_homes=waivers.homes_waived(db, run.id) if run.state == "posted" else 0,
            beyond=_charged_beyond(db, run),
            form=form,
            words=words,
            status=status,
        )


class _Beyond(NamedTuple):
    last_day: str
    months: int


def _charged_beyond(db: Reader, run: Run) -> _Beyond | None:
    """The last day that a run would charge, when it lies more months ahead than the office lets anybody pay (A1.5)."""
    months = identity(db).max_prepay_months
    last_day = records_shown.last_day_staged(db, run.id) if run.state == "ready" else None
    limit = months_later(max(clock.today(), date.fromisoformat(run.period_from)), months)
    return _Beyond(last_day, months) if last_day and last_day >= limit.isoformat() else None


def _list_page(form: RunForm, number: int = 1, status: int = 200) -> Response:
    with read() as db:
        total = records_runs.count_runs(db)
        return page(
            "billing/runs.html",
            runs=records_runs.runs(db, PAGE, (number - 1) * PAGE),
            form=form,
            number=number,
            pages=max(1, -(-total // PAGE)),
            total=total,
            words=words,
            status=status,
        )


def _next_month() -> date:
    """The month after the latest that is billed, else the present one."""
    with read() as db:
        latest = records_runs.latest_billed(db)
    if latest is None:
        return clock.today().replace(day=1)
    return date.fromisoformat(latest) + timedelta(days=1)


def _run(run_id: int) -> Run:
    with read() as db:
        return existing(records_runs.run(db, run_id))


def _number(asked: Posted) -> int:
    return asked.whole("page") or 1


ROUTES = [
    list_runs,
    start_run,
    show_run,
    show_progress,
    compute_again,
    post_run,
    discard_run,
    void_run,
    list_homes,
    list_skips,
    show_home,
]
