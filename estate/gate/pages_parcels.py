"""Parcels for the gate and the desk: take in, find, hand over by number or signature, send back; a household's own."""

import secrets

from estate.access.me import Me
from estate.access.permissions import GATE_CHECK, OWN_HOME
from estate.community import queries_lists
from estate.data import read
from estate.gate import actions_parcels as actions
from estate.gate import guessing, words
from estate.gate import queries_parcels as queries
from estate.gate.actions_parcels import Delivered
from estate.gate.forms import CodeForm, ParcelForm, ReturnForm, SignForm
from estate.gate.papers import PARCEL
from estate.gate.queries_parcels import Parcel
from estate.i18n import gettext as _
from estate.papers import queries as papers
from estate.papers.signature import FIELD, keep_drawn
from estate.refusal import Refused
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.page import existing


@get("/parcels", permission=GATE_CHECK)
def list_parcels(asked: Posted) -> Response:
    """What waits, the longest first; what is gone."""
    return _list_page(asked, CodeForm())


@post("/parcels/search", permission=GATE_CHECK)
def find_parcel(posted: Posted, me: Me) -> Response:
    """The parcel of a number that somebody names."""
    form = CodeForm(posted)
    if guessing.too_many(me.account_id):
        form.refuse(Refused(_("Too many wrong numbers. Wait ten minutes, or look for the home."), "code"))
        return _list_page(posted, form, status=429)
    if form.validate():
        code = str(form.code.data)
        with read() as db:
            found = queries.waiting_by_code(db, code)
        if found:
            return redirect(f"/parcels/{found.id}?code={code}")
        guessing.wrong(me.account_id)
        form.refuse(Refused(_("No parcel waits under this number."), "code"))
    return _list_page(posted, form, status=422)


@get("/parcels/new", permission=GATE_CHECK)
def new_parcel(asked: Posted) -> Response:
    """The next parcel; carrier and shelf of the one before stay filled in."""
    form = ParcelForm(
        home=asked.get("home"),
        carrier=asked.get("carrier"),
        shelf=asked.get("shelf"),
        key=secrets.token_urlsafe(16),
    )
    return _new_page(form)


@post("/parcels", permission=GATE_CHECK)
def take_in(posted: Posted, me: Me) -> Response:
    form = ParcelForm(posted)
    if form.validate():
        try:
            with read() as db:
                home_id = queries_lists.home_meant(db, str(form.home.data)) or 0
            given = Delivered(
                home_id,
                *(
                    str(field.data or "")
                    for field in (form.carrier, form.tracking, form.shelf, form.name, form.note)
                ),
            )
            parcel_id = actions.take_in(given, form.key_for(f"parcel:{me.account_id}"), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/parcels/{parcel_id}", toast=_told(parcel_id))
    return _new_page(form, status=422)


@get("/parcels/{parcel_id:int}", permission=GATE_CHECK)
def show_parcel(parcel_id: int, asked: Posted) -> Response:
    return _parcel_page(parcel_id, code=CodeForm(code=asked.get("code")))


@post("/parcels/{parcel_id:int}/code", permission=GATE_CHECK)
def hand_over(parcel_id: int, posted: Posted, me: Me) -> Response:
    """Hand over to who names the number."""
    _required(parcel_id)
    form = CodeForm(posted)
    if guessing.too_many(me.account_id):
        form.refuse(Refused(_("Too many wrong numbers. Wait ten minutes, or let them sign."), "code"))
        return _parcel_page(parcel_id, code=form, status=429)
    if form.validate():
        try:
            actions.hand_over(parcel_id, str(form.code.data), me)
        except Refused as refused:
            if refused.field == "code":  # what a colleague handed over meanwhile was not guessed
                guessing.wrong(me.account_id)
            form.refuse(refused)
        else:
            return redirect("/parcels", toast=_("Parcel handed over"))
    return _parcel_page(parcel_id, code=form, status=422)


@post("/parcels/{parcel_id:int}/signature", permission=GATE_CHECK)
def hand_over_signed(parcel_id: int, posted: Posted, me: Me) -> Response:
    """Hand over against a signature on the glass."""
    _required(parcel_id)
    form = SignForm(posted)
    if form.validate():
        try:
            drawn = keep_drawn(posted.get(FIELD))
            if drawn is None:
                raise Refused(_("Please sign in the field."), "signer")
            actions.hand_over_signed(parcel_id, str(form.signer.data), drawn, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/parcels", toast=_("Parcel handed over"))
    return _parcel_page(parcel_id, sign=form, status=422)


@post("/parcels/{parcel_id:int}/return", permission=GATE_CHECK)
def send_back(parcel_id: int, posted: Posted, me: Me) -> Response:
    _required(parcel_id)
    form = ReturnForm(posted)
    if form.validate():
        try:
            actions.send_back(parcel_id, str(form.reason.data), me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("/parcels", toast=_("Sent back"))
    return _parcel_page(parcel_id, back=form, status=422)


@get("/my/parcels", permission=OWN_HOME)
def list_own_parcels(me: Me) -> Response:
    """What waits for the household, with its numbers; what was handed over."""
    with read() as db:
        return page("gate/own_parcels.html", parcels=queries.all_own(db, me), words=words)


def _told(parcel_id: int) -> str:
    with read() as db:
        told = queries.was_told_of(db, existing(queries.parcel(db, parcel_id)))
    return _("Taken in; the household is told") if told else _("Taken in; nobody of this home can be told")


def _list_page(asked: Posted, form: CodeForm, status: int = 200) -> Response:
    number, home, wrong, state = asked.whole("page") or 1, asked.get("home").strip(), "", asked.get("state")
    with read() as db:
        home_id = None
        try:
            home_id = queries_lists.home_meant(db, home)
        except Refused as refused:
            wrong = refused.message
        listed, counts = queries.parcels_page(db, state, home_id, number), queries.counts(db)
    return page(
        "gate/parcels.html",
        listed=listed,
        counts=counts,
        form=form,
        number=number,
        pages=max(1, -(-listed.total // 50)),
        home=home,
        wrong=wrong,
        words=words,
        status=status,
    )


def _new_page(form: ParcelForm, status: int = 200) -> Response:
    return page("gate/parcel_new.html", form=form, words=words, status=status)


def _parcel_page(
    parcel_id: int,
    *,
    code: CodeForm | None = None,
    sign: SignForm | None = None,
    back: ReturnForm | None = None,
    status: int = 200,
) -> Response:
    found = _required(parcel_id)
    with read() as db:
        kept = papers.shown(db, PARCEL, parcel_id)
    return page(
        "gate/parcel.html",
        one=found,
        code=code or CodeForm(),
        sign=sign or SignForm(),
        back=back or ReturnForm(),
        papers=kept,
        words=words,
        status=status,
    )


def _required(parcel_id: int) -> Parcel:
    with read() as db:
        return existing(queries.parcel(db, parcel_id))


ROUTES = [
    list_parcels,
    find_parcel,
    new_parcel,
    take_in,
    show_parcel,
    hand_over,
    hand_over_signed,
    send_back,
    list_own_parcels,
]
