"""At the gate, on a phone or tablet: check a number or a code, let somebody in; the pass as its bearer shows it."""

import secrets

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import GATE_CHECK, PUBLIC
from estate.data import clock, read
from estate.gate import actions, guessing, queries, words
from estate.gate.forms import CodeForm
from estate.gate.queries import Pass
from estate.i18n import gettext as _
from estate.labels.house import house
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, assets, current, get, live, page, post, redirect
from estate.web.lan import qr_svg

live.hears("gate", lambda me, _about: me.may(GATE_CHECK))


@get("/gate", permission=GATE_CHECK)
def show_gate() -> Response:
    """The field for the number, the camera, and who is expected today."""
    return _gate_page(CodeForm())


@post("/gate", permission=GATE_CHECK)
def check_code(posted: Posted, me: Me) -> Response:
    """Look a number up. Who guesses is made to wait."""
    form = CodeForm(posted)
    if guessing.too_many(me.account_id):
        form.refuse(Refused(_("Too many wrong numbers. Wait ten minutes, or scan the code."), "code"))
        return _gate_page(form, status=429)
    if form.validate():
        code = str(form.code.data)
        with read() as db:
            found = queries.by_code(db, code) or queries.last_of_code(db, code)
        if found:
            return redirect(f"/gate/passes/{found.id}")
        guessing.wrong(me.account_id)
        form.refuse(Refused(_("There is no pass with this number."), "code"))
    return _gate_page(form, status=422)


@get("/gate/passes/{pass_id:int}", permission=GATE_CHECK)
def show_pass(pass_id: int) -> Response:
    """Whether it holds, in words and colour, and the button that lets them in."""
    return _pass_page(pass_id)


@post("/gate/passes/{pass_id:int}/entries", permission=GATE_CHECK)
def let_in(pass_id: int, posted: Posted, me: Me) -> Response:
    _required(pass_id)
    key = posted.get("key")
    try:
        actions.let_in(pass_id, f"{pass_id}:{key}" if key else "", me)
    except Refused as refused:
        return _pass_page(pass_id, refused.message, status=422)
    return redirect("/gate", toast=_("Let in"))


@get("/pass/{token:str}", permission=PUBLIC)
def show_own_pass(token: str, settings: Settings) -> Response:
    """The pass for whoever has it; for the guard the page that lets them in."""
    me, address = current().me, current().address
    with read() as db:
        found = queries.by_token(db, token) if not guessing.UNKNOWN.full(address, count=False) else None
        home = house(db, settings.port)
    if found is None:
        guessing.UNKNOWN.full(address)
        raise NotFoundException
    if me and me.may(GATE_CHECK):
        return redirect(f"/gate/passes/{found.id}")
    url = f"{home.url}/pass/{found.token}"
    response = page("gate/pass.html", one=found, qr=qr_svg(url, scale=6), words=words)
    response.headers.update(
        {"Cache-Control": "no-store", "X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    )
    return response


def _gate_page(form: CodeForm, status: int = 200) -> Response:
    today = clock.today().isoformat()
    reader = assets.url("vendor/qr/decode.js")
    with read() as db:
        return page(
            "gate/gate.html",
            part="gate/_expected.html" if status == 200 else "",
            form=form,
            expected=queries.expected(db),
            entered=queries.entered_on(db, today),
            words=words,
            reader=reader,
            reader_part=reader.replace("decode.js", "index.js"),
            live=live.url("gate"),
            status=status,
        )


def _pass_page(pass_id: int, refused: str = "", status: int = 200) -> Response:
    found = _required(pass_id)
    with read() as db:
        entries = queries.entries(db, pass_id)
    return page(
        "gate/check.html",
        one=found,
        entries=entries,
        refused=refused,
        key=secrets.token_urlsafe(16),
        words=words,
        status=status,
    )


def _required(pass_id: int) -> Pass:
    with read() as db:
        found = queries.pass_(db, pass_id)
    if found is None:
        raise NotFoundException
    return found


ROUTES = [show_gate, check_code, show_pass, let_in, show_own_pass]
