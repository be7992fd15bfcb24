"""A quote on the owner's phone: every line, the sum, accept or decline."""

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.data import read, write
from estate.materials import actions_quotes, queries_quotes, words
from estate.materials.actions_quotes import Answer
from estate.materials.forms import AnswerForm
from estate.materials.queries_quotes import Quote
from estate.refusal import Refused
from estate.repairs import queries as repairs
from estate.repairs import queries_own
from estate.web import Posted, Response, get, live, page, post, redirect
from estate.web.forms import fresh_key


@get("/my/quotes/{quote_id:int}", permission=OWN_HOME)
def show_own(quote_id: int, me: Me) -> Response:
    """A quote for one's home."""
    return _own_page(_own(quote_id, me), AnswerForm(key=fresh_key()))


@post("/my/quotes/{quote_id:int}/answer", permission=OWN_HOME)
def answer_own(quote_id: int, posted: Posted, me: Me) -> Response:
    """Accept or decline; the order goes on."""
    quote, form = _own(quote_id, me), AnswerForm(posted)
    if form.validate():
        try:
            with write(me) as tx:
                said = Answer(str(form.answer.data), "own", str(form.words.data or ""))
                actions_quotes.answer(tx, quote.id, said)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(f"/my/repairs/{quote.order_id}", toast=str(words.ANSWERS[said.answer][1]))
    return _own_page(quote, form, status=422)


def _own_page(quote: Quote, form: AnswerForm, status: int = 200) -> Response:
    with read() as db:
        lines, order = queries_quotes.lines_of(db, quote.id), repairs.order(db, quote.order_id)
    assert order is not None, "a quote has its order"
    return page(
        "materials/own_quote.html",
        quote=quote,
        lines=lines,
        order=order,
        form=form,
        words=words,
        live=live.url(f"order-{order.id}"),
        status=status,
    )


def _own(quote_id: int, me: Me) -> Quote:
    """A quote of an order on which one acts as its owner; a stranger's is not found."""
    with read() as db:
        quote = queries_quotes.quote(db, quote_id)
        if quote is None or not queries_own.acts(db, me, quote.order_id):
            raise NotFoundException
    return quote


ROUTES = [show_own, answer_own]
