"""The practice community's page, and the change log of the whole office."""

import json
from typing import Any, NamedTuple

from litestar.datastructures import State

from estate.access.permissions import AUDIT_READ, PRACTICE_USE, ROLE_NAMES
from estate.appliance import changes, words
from estate.appliance.practice import Practice, accounts_file
from estate.appliance.words_actions import ACTIONS
from estate.data import read
from estate.data.audit import latest
from estate.web import Posted, Response, current, get, page, post, redirect


class Login(NamedTuple):
    role: str
    name: str
    password: str


@get("/practice", permission=PRACTICE_USE)
def show_practice(state: State) -> Response:
    practice: Practice = state.practice
    running = practice.state == "running"
    host = current().host.rsplit(":", 1)[0]
    return page(
        "appliance/practice.html",
        part="appliance/_practice.html",
        state=practice.state,
        url=f"http://{host}:{practice.port}/" if running else "",
        logins=_logins(practice) if running else [],
        role_names=ROLE_NAMES,
    )


@post("/practice", permission=PRACTICE_USE)
def start_practice(state: State) -> Response:
    practice: Practice = state.practice
    practice.start()
    return redirect("/practice")


@post("/practice/removal", permission=PRACTICE_USE)
def remove_practice(state: State) -> Response:
    practice: Practice = state.practice
    practice.remove()
    return redirect("/practice")


@get("/audit", permission=AUDIT_READ)
def show_audit(asked: Posted) -> Response:
    """Every change of a record: who, when, what before and after."""
    with read() as db:
        entries = latest(db, before=asked.whole("before"), limit=51)
    more = entries[49].id if len(entries) > 50 else None
    return page(
        "appliance/audit.html",
        entries=entries[:50],
        more=more,
        actions=ACTIONS,
        words=words,
        changes=changes,
    )


def _logins(practice: Practice) -> list[Login]:
    try:
        made: dict[str, Any] = json.loads(accounts_file(practice.folder).read_text("utf-8"))
        return [Login(one["role"], one["name"], one["password"]) for one in made["accounts"]]
    except (OSError, ValueError, KeyError):
        return []


ROUTES = [show_practice, start_practice, remove_practice, show_audit]
