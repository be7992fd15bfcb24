"""The counter: find the household, see what it owes, take money. Everything by keyboard."""

import re
import secrets
from collections.abc import Sequence
from datetime import date

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PAYMENTS_TAKE
from estate.billing.words import period
from estate.cashier import actions, queries, queries_list, words
from estate.cashier.actions_advance import PREPAYMENT, Cap, cap, cap_word
from estate.cashier.actions_payment import Payment
from estate.cashier.actions_penalties import asked_for
from estate.cashier.forms import PaymentForm
from estate.cashier.queries import bills
from estate.cashier.queries_counter import Payer, find_households, payers
from estate.cashier.queries_list import Wanted
from estate.cashier.rules import OpenBill, Order
from estate.cashier.rules_early import granted, lowered
from estate.cashier.rules_split import Split, change_fen, share
from estate.community import queries as community
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.office.identity import identity
from estate.plans import queries as plans
from estate.prepayments import queries as prepayments
from estate.refusal import Refused
from estate.waivers.queries_early import offered
from estate.waivers.rules_early import Offer
from estate.web import Posted, Response, current, get, page, post, redirect
from estate.web.filters import money

LATEST = 8


@get("/counter", permission=PAYMENTS_TAKE)
def open_counter(asked: Posted) -> Response:
    """The queue's next: a household by room, name or phone. One that is found alone opens at once."""
    text, today = asked.get("q").strip(), clock.today().isoformat()
    with read() as db:
        found = find_households(db, text)
        if len(found) == 1 and not current().htmx:
            return redirect(f"/counter/{found[0].home_id}")
        wanted = Wanted(first=today, last=today)
        taken, latest = queries_list.takings(db, wanted), queries_list.receipts_page(db, wanted)[:LATEST]
    return page(
        "cashier/counter.html",
        part="cashier/_households.html",
        text=text,
        found=found,
        totals=taken.by_method,
        latest=latest,
        words=words,
    )


@get("/counter/{home_id:int}", permission=PAYMENTS_TAKE)
def show_household(home_id: int, asked: Posted) -> Response:
    """What a household owes, and the split of what is typed so far; to htmx the split alone."""
    form = PaymentForm(asked)
    form.validate()
    if form.with_penalty.data not in ("0", "1"):
        with read() as db:
            form.with_penalty.data = str(identity(db).collect_penalty)
    return _household(home_id, asked.get("payer"), form, _new_key())


@post("/counter/{home_id:int}", permission=PAYMENTS_TAKE)
def take_payment(home_id: int, posted: Posted, me: Me) -> Response:
    """Take the money and show the receipt; sent twice it is taken once."""
    form, key = PaymentForm(posted), posted.get("idempotency_key")
    if form.validate():
        try:
            receipt = actions.take(_payment(home_id, posted, form), key, me)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(
                f"/receipts/{receipt.number}", toast=_("Taken: ¥%(amount)s", amount=money(receipt.amount_fen))
            )
    return _household(home_id, posted.get("payer"), form, key or _new_key(), status=422)


def _household(home_id: int, payer_id: str, form: PaymentForm, key: str, status: int = 200) -> Response:
    with read() as db:
        home = community.home(db, home_id)
        if home is None:
            raise NotFoundException
        everybody = payers(db, home_id)
        receipts = queries.receipts_of_home(db, home_id, LATEST)
        balances = prepayments.balances_of_home(db, home_id)
        limit = cap(db, home_id)
        payer = _chosen(everybody, payer_id)
        run_up, order = asked_for(
            db, home_id, payer.person_id if payer else 0, clock.today(), wanted=payer is not None
        )
        plan = plans.expected(db, home_id, payer.person_id) if payer else None
    balance_fen = balances.get(payer.person_id, 0) if payer else 0
    open_bills = bills(payer.charges, run_up) if payer else []
    offers = _offers(payer)
    earned = _earned(form, _wanted(form, open_bills), offers)
    open_bills = lowered(open_bills, earned)
    shown = _share(form, open_bills, balance_fen, order)
    advance_fen = _advance(form, shown)
    return page(
        "cashier/household.html",
        part="cashier/_split.html",
        status=status,
        home=home,
        payers=everybody,
        payer=payer,
        form=form,
        key=key,
        shown=shown,
        seen=_write_seen(open_bills),
        offers=offers,
        early_fen=sum(one.waived_fen for one in earned),
        run_up=run_up,
        order=order,
        with_penalty=form.with_penalty.data == "1",
        change=_change(form, shown),
        balances=balances,
        balance_fen=balance_fen,
        advance_fen=advance_fen,
        cap_exceeded=_cap_exceeded(limit, balance_fen, advance_fen),
        receipts=receipts,
        plan=plan,
        words=words,
        period=period,
    )


def _offers(payer: Payer | None) -> list[Offer]:
    """What may be waived today for paying whole periods early."""
    with read() as db:
        return offered(db, payer.charges, clock.today()) if payer else []


def _earned(form: PaymentForm, open_bills: Sequence[OpenBill], offers: Sequence[Offer]) -> list[Offer]:
    """Of the offers those that the payment, as it is typed so far, settles whole; none unless it is ticked."""
    if not form.early.data or form.amount.errors or form.advance.errors:
        return []
    amount_fen = form.amount.data
    if amount_fen is not None:
        amount_fen = max(amount_fen - (form.advance.data or 0), 0)
    return granted(open_bills, offers, _named(form), amount_fen)


def _wanted(form: PaymentForm, open_bills: Sequence[OpenBill]) -> Sequence[OpenBill]:
    """The bills with their penalties, or without where those are left out."""
    if form.with_penalty.data == "1":
        return open_bills
    return [bill._replace(penalty_fen=0) for bill in open_bills]


def _share(form: PaymentForm, open_bills: Sequence[OpenBill], balance_fen: int, order: Order) -> Split | None:
    """What is typed so far settles this; None when it is no sum, or less than is to be in advance."""
    if form.advance.errors or (form.amount.errors and (form.amount.data or 0) <= 0):
        return None
    most_fen = balance_fen if form.method.data == PREPAYMENT else None
    return share(
        _wanted(form, open_bills), _named(form), form.amount.data, form.advance.data or 0, most_fen, order
    )


def _advance(form: PaymentForm, shown: Split | None) -> int:
    """What of it would be paid in advance."""
    if shown is None or form.method.data == PREPAYMENT:
        return 0
    return (form.advance.data or 0) + (shown.surplus_fen if form.rest_in_advance.data else 0)


def _cap_exceeded(limit: Cap, balance_fen: int, advance_fen: int) -> str:
    """Why the cashier is asked to look again; empty when there is no reason."""
    return cap_word(limit) if advance_fen and limit.exceeded_by(balance_fen + advance_fen) else ""


def _chosen(everybody: list[Payer], payer_id: str) -> Payer | None:
    """The payer that the page names, else the first who owes something, else the present one."""
    named = [one for one in everybody if str(one.person_id) == payer_id]
    return next(iter([*named, *(one for one in everybody if one.charges), *everybody]), None)


def _payment(home_id: int, posted: Posted, form: PaymentForm) -> Payment:
    """What the form asks for; without an amount, all that was shown as owed. Refused when the page was not whole."""
    seen, amount_fen, advance_fen = _read_seen(posted.get("seen")), form.amount.data, form.advance.data or 0
    order: Order = "penalty_first" if posted.get("order") == "penalty_first" else "principal_first"
    if amount_fen is None:
        if seen is None:
            raise Refused(_("Fill this in."), "amount")
        balance = posted.get("balance")
        shown = _share(form, seen, int(balance) if re.fullmatch(r"\d{1,15}", balance) else 0, order)
        amount_fen = advance_fen + (shown.amount_fen if shown else 0)
        if not amount_fen:
            raise Refused(_("Nothing is owed here."), "amount")
    payer = posted.get("payer")
    return Payment(
        home_id=home_id,
        payer_id=int(payer) if re.fullmatch(r"\d{1,15}", payer) else 0,
        amount_fen=amount_fen,
        method=str(form.method.data),
        designated=tuple(_named(form)),
        channel_ref=form.channel_ref.data or "",
        tendered_fen=form.tendered.data,
        note=form.note.data or "",
        seen=seen,
        advance_fen=advance_fen,
        rest_in_advance=bool(form.rest_in_advance.data),
        beyond_cap=bool(form.beyond_cap.data),
        early=bool(form.early.data),
        with_penalty=form.with_penalty.data == "1",
        seen_order=order,
    )


def _named(form: PaymentForm) -> list[int]:
    ticked: list[int] = form.charges.data or []
    return sorted(set(ticked))


def _change(form: PaymentForm, shown: Split | None) -> int | None:
    """What goes back of the cash; None when that is not a question. Below zero it is too little."""
    tendered: int | None = form.tendered.data
    if shown is None or tendered is None or form.method.data != "cash":
        return None
    return change_fen(shown.amount_fen + (form.advance.data or 0), tendered)


def _write_seen(open_bills: list[OpenBill]) -> str:
    """What is owed as the page shows it, so that a payment can be held against it: `12:16606:2026-11-25,…`.

    With what has run up for paying late, where there is any: `12:16606:2026-11-25:415`.
    """
    return ",".join(
        f"{one.id}:{one.principal_fen}:{one.due.isoformat()}{f':{one.penalty_fen}' if one.penalty_fen else ''}"
        for one in open_bills
    )


def _read_seen(text: str) -> tuple[OpenBill, ...] | None:
    """The opposite; None when it is not whole."""
    if not text:
        return ()
    one_bill = r"(\d{1,15}):(\d{1,13}):(\d{4}-\d\d-\d\d)(?::(\d{1,13}))?"
    parts = [re.fullmatch(one_bill, part) for part in text.split(",")]
    try:
        seen = [
            OpenBill(int(one[1]), date.fromisoformat(one[3]), int(one[2]), int(one[4] or 0))
            for one in parts
            if one is not None
        ]
    except ValueError:
        return None
    return tuple(seen) if len(seen) == len(parts) == len({one.id for one in seen}) else None


def _new_key() -> str:
    return secrets.token_urlsafe(16)


ROUTES = [open_counter, show_household, take_payment]
