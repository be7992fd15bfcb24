"""Quotes at the office and at the site: put together, sent, answered by phone or on the repairer's glass."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import REPAIRS_READ
from estate.data import read, write
from estate.i18n import gettext as _
from estate.materials import actions_quotes, queries_quotes, words
from estate.materials.actions_quotes import Answer
from estate.materials.forms import AnswerForm, QuoteForm, UseForm
from estate.materials.pages_lines import acting, parts_page, use_of
from estate.materials.queries_quotes import Quote
from estate.papers.actions import attach
from estate.papers.signature import FIELD, keep_drawn
from estate.refusal import Refused
from estate.repairs import queries as repairs
from estate.repairs.papers import ORDER
from estate.repairs.queries import Order
from estate.web import Posted, Response, get, page, post, redirect
from estate.web.forms import fresh_key


@post("/repairs/{order_id:int}/quote/lines", permission=REPAIRS_READ)
def draft(order_id: int, posted: Posted, me: Me) -> Response:
    """Put something into the quote, or take it out with a quantity of nothing."""
    order, form = acting(order_id, me), UseForm(posted)
    if form.validate():
        try:
            with write(me) as tx:
                actions_quotes.draft_line(tx, order_id, use_of(tx, form))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/repairs/{order_id}/parts#quote", toast=_("Noted"))
    return parts_page(order, me, drafting=form, status=422)


@post("/repairs/{order_id:int}/quote", permission=REPAIRS_READ)
def send(order_id: int, posted: Posted, me: Me) -> Response:
    """Send it to the owner; the order waits for them with its clocks standing still."""
    order, form = acting(order_id, me), QuoteForm(posted)
    if not form.validate():
        return parts_page(order, me, quoting=form, status=422)
    try:
        with write(me) as tx:
            note = str(form.note.data or "")
            actions_quotes.send(tx, order_id, note, form.key_for(order_id), repairs.parties(me, order))
    except Refused as refused:
        form.refuse(refused)
        return parts_page(order, me, quoting=form, status=422)
    return redirect(f"/repairs/{order_id}/parts#quote", toast=_("Quote sent"))


@post("/repairs/quotes/{quote_id:int}/answer", permission=REPAIRS_READ)
def note_answer(quote_id: int, posted: Posted, me: Me) -> Response:
    """What the owner said by phone, in their words; or the quote is taken back."""
    quote, order = _quote(quote_id, me)
    form = AnswerForm(posted)
    withdrawn = posted.get("withdraw") == "1"
    try:
        if not withdrawn and not form.validate():
            return parts_page(order, me, answering=form, status=422)
        said = str(form.words.data or "")
        told = (
            Answer("withdrawn", "office", said) if withdrawn else Answer(str(form.answer.data), "phone", said)
        )
        with write(me) as tx:
            actions_quotes.answer(tx, quote.id, told)
    except Refused as refused:
        form.refuse(refused)
        return parts_page(order, me, answering=form, status=422)
    return redirect(f"/repairs/{order.id}/parts#quote", toast=str(words.ANSWERS[told.answer][1]))


@get("/repairs/quotes/{quote_id:int}/glass", permission=REPAIRS_READ)
def show_glass(quote_id: int, me: Me) -> Response:
    """The page that is handed to the owner: every line, the sum, a field to sign in."""
    quote, order = _quote(quote_id, me)
    return _glass(quote, order, AnswerForm(key=fresh_key()))


@post("/repairs/quotes/{quote_id:int}/glass", permission=REPAIRS_READ)
def answer_on_glass(quote_id: int, posted: Posted, me: Me) -> Response:
    """Accept with the drawn signature, or decline; the owner's word, given on this device."""
    quote, order = _quote(quote_id, me)
    form = AnswerForm(posted)
    if not form.validate():
        return _glass(quote, order, form, status=422)
    try:
        if form.answer.data == "declined":
            said = Answer("declined", "glass", signer=str(form.signer.data or ""))
            with write(me) as tx:
                actions_quotes.answer(tx, quote.id, said)
        else:
            drawn = keep_drawn(posted.get(FIELD))
            if drawn is None:
                raise Refused(_("Please sign in the field."), "signer")
            if not (signer := str(form.signer.data or "").strip()):
                raise Refused(_("Write who signs."), "signer")
            with write(me) as tx:
                paper_ids = attach(tx, ORDER, order.id, [drawn], "signature")
                said = Answer("accepted", "glass", signer=signer, paper_id=paper_ids[0])
                actions_quotes.answer(tx, quote.id, said)
    except Refused as refused:
        form.refuse(refused)
        return _glass(quote, order, form, status=422)
    return redirect(f"/repairs/{order.id}/parts", toast=str(words.ANSWERS[said.answer][1]))


@post("/repairs/quotes/{quote_id:int}/use", permission=REPAIRS_READ)
def use_quoted(quote_id: int, posted: Posted, me: Me) -> Response:
    """Note everything of an accepted quote as used."""
    quote, order = _quote(quote_id, me)
    form = QuoteForm(posted)
    try:
        with write(me) as tx:
            actions_quotes.use_quoted(tx, quote.id, form.key_for(f"quote:{quote.id}"))
    except Refused as refused:
        use = UseForm(key=fresh_key())
        use.refuse(refused)
        return parts_page(order, me, use=use, status=422)
    except LookupError as error:
        raise NotFoundException from error
    return redirect(f"/repairs/{order.id}/parts", toast=_("Noted"))


def _glass(quote: Quote, order: Order, form: AnswerForm, status: int = 200) -> Response:
    with read() as db:
        lines = queries_quotes.lines_of(db, quote.id)
    return page(
        "materials/glass.html", quote=quote, lines=lines, order=order, form=form, words=words, status=status
    )


def _quote(quote_id: int, me: Me) -> tuple[Quote, Order]:
    with read() as db:
        quote = queries_quotes.quote(db, quote_id)
    if quote is None:
        raise NotFoundException
    return quote, acting(quote.order_id, me)


ROUTES = [draft, send, note_answer, show_glass, answer_on_glass, use_quoted]
