"""Pages of dunning: the cases, what the staff has to do, what a day brings, and the runs."""

import secrets
from collections import Counter
from datetime import timedelta
from math import ceil

from estate.access.me import Me
from estate.access.permissions import DUNNING_MANAGE, DUNNING_READ, DUNNING_WORK
from estate.community import queries as community
from estate.data import clock, read
from estate.dunning import (
    actions_cases,
    actions_run,
    pages_cases,
    pages_effect,
    pages_groups,
    pages_strategies,
    words,
)
from estate.dunning import plan as plans
from estate.dunning import records_cases as records
from estate.dunning import records_plan as shown
from estate.dunning import records_run as runs
from estate.dunning.forms import DayForm
from estate.dunning.records_cases import Wanted
from estate.i18n import gettext as _
from estate.jobs import outbox
from estate.web import Posted, Response, get, page, post, redirect

AT_ONCE = 50
AHEAD = timedelta(days=366)


@get("/dunning", permission=DUNNING_READ)
def list_cases(asked: Posted) -> Response:
    """The cases, by state, last step and building."""
    today = clock.today().isoformat()
    state = asked.get("state") if asked.get("state") in words.STATES else "open"
    step = asked.get("step") if asked.get("step") in {*words.KINDS, "none"} else ""
    wanted = Wanted(state, step, asked.get("building"))
    with read() as db:
        total = records.count(db, wanted, today)
        pages = max(1, ceil(total / AT_ONCE))
        number = min(asked.whole("page") or 1, pages)
        found = records.cases(db, wanted, today, AT_ONCE, (number - 1) * AT_ONCE)
        counts, tasks = records.counts(db, today), records.task_counts(db, today)
        buildings, _zones = community.choices(db)
        last = runs.runs(db, 1)
    return page(
        "dunning/index.html",
        cases=found,
        counts=counts,
        tasks=sum(tasks.values()),
        buildings=buildings,
        state=state,
        total=total,
        number=number,
        pages=pages,
        last=last[0] if last else None,
        words=words,
    )


@get("/dunning/tasks", permission=DUNNING_READ)
def list_tasks(asked: Posted) -> Response:
    """Whom to call or visit now, and which papers wait to be written."""
    today = clock.today().isoformat()
    kind = asked.get("kind") if asked.get("kind") in words.KINDS else ""
    with read() as db:
        found, counts = records.tasks(db, today, kind), records.task_counts(db, today)
    return page("dunning/tasks.html", tasks=found, counts=counts, words=words)


@post("/dunning/tasks/{step_row:int}/done", permission=DUNNING_WORK)
def finish_task(step_row: int, posted: Posted, me: Me) -> Response:
    case_id = actions_cases.finish_task(step_row, posted.get("note")[:300], me)
    back = f"/dunning/cases/{case_id}" if posted.get("back") == "case" else "/dunning/tasks"
    return redirect(back, toast=_("Done"))


@get("/dunning/plan", permission=DUNNING_READ)
def show_plan(asked: Posted) -> Response:
    """A dry run: who would get what on a day, tomorrow when none is named."""
    today = clock.today()
    form = DayForm(asked) if asked.get("day") else DayForm(day=today + timedelta(1))
    day = form.day.data if form.validate() and form.day.data else today + timedelta(1)
    day = min(max(day, today), today + AHEAD)
    with read() as db:
        planned = plans.plan(db, day)
        closing = shown.settled(db, today.isoformat())
        rows = shown.rows(db, planned, asked.get("step"))
        task = outbox.of_key(db, asked.get("run")) if asked.get("run") else None
        latest = runs.runs(db)
    steps = Counter(one.kind for one in planned.cases if one.decision.step)
    waits = Counter(one.decision.why for one in planned.cases if not one.decision.step)
    return page(
        "dunning/plan.html",
        form=form,
        day=day,
        steps=steps,
        notices=len(planned.notices),
        waits=waits,
        skipped=sum(len(one.decision.skipped) for one in planned.cases),
        opened=sum(one.owing.case_id is None for one in planned.cases),
        closing=closing,
        unguided=planned.unguided,
        rows=rows,
        most=shown.MOST,
        runs=latest,
        task=task,
        key=secrets.token_urlsafe(12),
        words=words,
    )


@post("/dunning/runs", permission=DUNNING_MANAGE)
def create_run(posted: Posted, me: Me) -> Response:
    """Run now, in the worker: all that is due today and has not happened."""
    task = actions_run.ask_for_run(posted.get("idempotency_key")[:40], me)
    return redirect(f"/dunning/plan?run={task}&day={clock.today().isoformat()}#runs")


@get("/dunning/runs", permission=DUNNING_READ)
def show_runs(asked: Posted) -> Response:
    """The latest runs, and how far the one that was asked for is."""
    with read() as db:
        task = outbox.of_key(db, asked.get("run")) if asked.get("run") else None
        latest = runs.runs(db)
    return page("dunning/runs.html", part="dunning/_runs.html", runs=latest, task=task)


ROUTES = [
    list_cases,
    list_tasks,
    finish_task,
    show_plan,
    create_run,
    show_runs,
    *pages_cases.ROUTES,
    *pages_strategies.ROUTES,
    *pages_groups.ROUTES,
    *pages_effect.ROUTES,
]
