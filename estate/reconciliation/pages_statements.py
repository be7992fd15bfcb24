"""Statements: hand one in, see what its lines are, confirm the sure ones together, decide the others one by one."""

import re

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import ACCOUNTS_RECONCILE
from estate.cashier.queries_counter import find_households, payers
from estate.data import read
from estate.i18n import gettext as _
from estate.intake.reader import read_content
from estate.intake.workbook import UnreadableLedger
from estate.reconciliation import actions, candidates, records, words
from estate.reconciliation.actions import Choice
from estate.reconciliation.forms import AsideForm, MatchForm, StatementForm
from estate.reconciliation.records import Line
from estate.reconciliation.statement_file import Fault, NoStatement, read_statement
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, page, post, redirect

SHOWN_FAULTS = 100


@get("/statements", permission=ACCOUNTS_RECONCILE)
def list_statements() -> Response:
    """What was brought in, how much of it waits, and the form for the next file."""
    return _list_page(StatementForm())


@post("/statements", permission=ACCOUNTS_RECONCILE)
def bring_in(posted: Posted, me: Me) -> Response:
    """Read a statement row by row; nothing of it is kept while a cell cannot be read."""
    form, faults = StatementForm(posted), list[Fault]()
    if form.validate():
        upload = posted.uploads["file"]
        name = str(upload.filename)
        try:
            found = read_statement(read_content(upload.content, name))
            faults = found.faults
            statement_id = actions.bring_in(str(form.channel.data), name, upload.content, found, me)
        except (UnreadableLedger, NoStatement) as error:
            form.refuse(Refused(str(error), "file"))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/statements/{statement_id}", toast=_("Brought in"))
    return _list_page(form, faults, status=422)


@get("/statements/{statement_id:int}", permission=ACCOUNTS_RECONCILE)
def show_statement(statement_id: int, asked: Posted) -> Response:
    """The lines with what each of them probably is."""
    return _statement_page(statement_id, asked.get("state"), asked.whole("page") or 1)


@post("/statements/{statement_id:int}/confirmations", permission=ACCOUNTS_RECONCILE)
def confirm(statement_id: int, posted: Posted, me: Me) -> Response:
    """Confirm the ticked lines as they were shown."""
    tokens: list[tuple[int, str]] = []
    for ticked in posted.getlist("line"):
        line_id, _colon, token = ticked.partition(":")
        if re.fullmatch(r"\d{1,15}", line_id):
            tokens.append((int(line_id), token))
    try:
        done = actions.confirm(tokens, me)
    except Refused as refused:
        return _statement_page(statement_id, "open", 1, refused.message, status=422)
    return redirect(f"/statements/{statement_id}", toast=_("Confirmed: %(n)s", n=done))


@get("/statement-lines/{line_id:int}", permission=ACCOUNTS_RECONCILE)
def show_line(line_id: int, asked: Posted) -> Response:
    """One line, everything that it can be, and the search for something else."""
    return _line_page(line_id, MatchForm(asked), AsideForm())


@post("/statement-lines/{line_id:int}/match", permission=ACCOUNTS_RECONCILE)
def match(line_id: int, posted: Posted, me: Me) -> Response:
    """What the line is, said by a person: a receipt, or a home and payer."""
    form = MatchForm(posted)
    line = _line(line_id)
    whose = re.fullmatch(r"(\d{1,15})\.(\d{1,15})", posted.get("whose"))
    try:
        if not form.validate():
            return _line_page(line_id, form, AsideForm(), status=422)
        if form.number.data:
            actions.match(line_id, Choice(number=str(form.number.data)), me)
        elif whose:
            beyond = posted.get("beyond_cap") == "1"
            actions.match(line_id, Choice(int(whose[1]), int(whose[2]), beyond_cap=beyond), me)
        else:
            raise Refused(_("Choose a household, or write the number of a receipt."), "home")
    except Refused as refused:
        form.refuse(refused)
        return _line_page(line_id, form, AsideForm(), status=422)
    return redirect(f"/statements/{line.statement_id}?state=open", toast=_("Matched"))


@post("/statement-lines/{line_id:int}/setting-aside", permission=ACCOUNTS_RECONCILE)
def set_aside(line_id: int, posted: Posted, me: Me) -> Response:
    line, form = _line(line_id), AsideForm(posted)
    try:
        if not form.validate():
            return _line_page(line_id, MatchForm(), form, status=422)
        actions.set_aside(line_id, str(form.reason.data), me)
    except Refused as refused:
        form.refuse(refused)
        return _line_page(line_id, MatchForm(), form, status=422)
    return redirect(f"/statements/{line.statement_id}?state=open", toast=_("Set aside"))


@post("/statement-lines/{line_id:int}/undoing", permission=ACCOUNTS_RECONCILE)
def undo(line_id: int, me: Me) -> Response:
    _line(line_id)
    form = MatchForm()
    try:
        actions.undo(line_id, me)
    except Refused as refused:
        form.refuse(refused)
        return _line_page(line_id, form, AsideForm(), status=422)
    return redirect(f"/statement-lines/{line_id}", toast=_("Taken back"))


def _list_page(form: StatementForm, faults: list[Fault] | None = None, status: int = 200) -> Response:
    with read() as db:
        found = records.statements(db)
        waiting = records.waiting_claims(db)
    return page(
        "reconciliation/statements.html",
        form=form,
        faults=(faults or [])[:SHOWN_FAULTS],
        all_faults=len(faults or []),
        statements=found,
        waiting_claims=waiting,
        words=words,
        status=status,
    )


def _statement_page(
    statement_id: int, state: str, number: int, refused: str = "", status: int = 200
) -> Response:
    with read() as db:
        statement = records.statement(db, statement_id)
        if statement is None:
            raise NotFoundException
        counts = records.counts(db, statement_id)
        lines = records.lines_page(db, statement_id, state, number)
        offered = candidates.proposals(db, lines)
        method = words.METHODS[statement.channel]
        missing = records.missing(db, method, statement.first_on, statement.last_on)
    total = counts.get(state, (0, 0))[0] if state else sum(count for count, _fen in counts.values())
    return page(
        "reconciliation/statement.html",
        statement=statement,
        counts=counts,
        lines=lines,
        offered=offered,
        missing=missing,
        state=state,
        number=number,
        total=total,
        pages=max(1, -(-total // records.PAGE)),
        refused=refused,
        words=words,
        status=status,
    )


def _line_page(line_id: int, form: MatchForm, aside: AsideForm, status: int = 200) -> Response:
    line = _line(line_id)
    text = str(form.home.data or "").strip()
    with read() as db:
        offered = candidates.proposals(db, [line]).get(line_id, [])
        found = [(one, payers(db, one.home_id)) for one in find_households(db, text)] if text else []
    return page(
        "reconciliation/line.html",
        line=line,
        offered=offered,
        found=found,
        searched=text,
        form=form,
        aside=aside,
        words=words,
        status=status,
    )


def _line(line_id: int) -> Line:
    with read() as db:
        return existing(records.line(db, line_id))


ROUTES = [list_statements, bring_in, show_statement, confirm, show_line, match, set_aside, undo]
