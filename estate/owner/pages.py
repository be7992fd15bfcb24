"""The owner's pages: what do I owe and why, what did I pay. Several homes are switched by ?home=."""

import re

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import OWN_HOME
from estate.access.scopes import OwnHome
from estate.announcements import queries as announcements
from estate.announcements import words as announcement_words
from estate.announcements.topics import NOTICES
from estate.cashier import paper
from estate.cashier import queries as cashier
from estate.cashier.numerals import written
from estate.community.rules_remark import remark_code
from estate.data import Reader, clock, read
from estate.deposits import queries as deposits
from estate.deposits.words import KINDS as DEPOSIT_KINDS
from estate.deposits.words import STATES as DEPOSIT_STATES
from estate.letters import queries as letters
from estate.owner import records
from estate.owner.words import METHODS
from estate.penalties.queries import penalties_of
from estate.plans import queries as plans
from estate.prepayments import queries as prepayments
from estate.prepayments.words import KINDS as PREPAYMENT_KINDS
from estate.settings import Settings
from estate.waivers import queries as waivers
from estate.waivers.words import KINDS
from estate.web import Posted, Response, current, get, live, page, redirect


@get("/my", permission=OWN_HOME)
def front() -> Response:
    return redirect("/my/bills")


@get("/my/bills", permission=OWN_HOME)
def show_owed(me: Me, asked: Posted) -> Response:
    """What do I owe, by when, month by month."""
    with read() as db:
        homes, home = chosen(db, me, asked)
        if home is None:
            return page("owner/no_home.html", homes=[])
        months = records.owed_months(db, me, home.id)
        last = [one for one in records.receipts(db, me, home.id, most=20) if not one.voided][:1]
        billed = records.billed_months(db, me, home.id, most=13)
        advance_fen = prepayments.balance(db, home.id, me.person_id or 0)
        late = penalties_of(db, records.owed_charges(db, me, home.id), clock.today())
        announced = [one for one in announcements.live(db, me) if one.pinned or one.unread or one.to_confirm]
        plan = plans.latest_of_payer(db, home.id, me.person_id or 0)
        instalment = plans.expected(db, home.id, me.person_id or 0)
        written = letters.to_payer(db, me.person_id or 0, home.id)
    return page(
        "owner/bills.html",
        announced=announced[:3],
        live=live.url(NOTICES),
        words=announcement_words,
        plan=plan,
        instalment=instalment,
        letters=written,
        homes=switcher(homes, home),
        home=home,
        remark=remark_code(home.id),
        months=months,
        owed_fen=sum(month.balance_fen for month in months),
        penalty_fen=sum(one.due_fen for one in late.values()),
        last=last[0] if last else None,
        advance_fen=advance_fen,
        billed=billed,
    )


@get("/my/bills/{month:str}", permission=OWN_HOME)
def show_month(month: str, me: Me, asked: Posted) -> Response:
    """One month's bill with its arithmetic."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month):
        raise NotFoundException
    with read() as db:
        homes, home = chosen(db, me, asked)
        lines = records.bills(db, me, home.id, month) if home else []
        late = penalties_of(db, [line.id for line in lines if line.balance_fen], clock.today())
        waived = waivers.live_of(db, [line.id for line in lines])
    if home is None or not lines:
        raise NotFoundException
    return page(
        "owner/month.html",
        homes=switcher(homes, home),
        home=home,
        month=f"{month}-01",
        lines=lines,
        late=late,
        waivers=waived,
        kinds=KINDS,
    )


@get("/my/charges/{charge_id:int}", permission=OWN_HOME)
def show_charge(charge_id: int, me: Me) -> Response:
    """One line of a bill: what it was computed from, and what was paid on it."""
    with read() as db:
        bill = records.bill(db, me, charge_id)
        if bill is None:
            raise NotFoundException
        homes = records.homes(db, me)
        payments = cashier.payments_of_charge(db, charge_id)
        late = penalties_of(db, [charge_id] if bill.balance_fen else [], clock.today())
        waived = waivers.live_of(db, [charge_id]).get(charge_id, [])
    here = next((home for home in homes if home.id == bill.home_id), None)
    return page(
        "owner/charge.html",
        homes=switcher(homes, here),
        bill=bill,
        payments=payments,
        late=late,
        waivers=waived,
        kinds=KINDS,
        methods=METHODS,
    )


@get("/my/history", permission=OWN_HOME)
def show_history(me: Me, asked: Posted) -> Response:
    """What was paid, in advance and as deposits too, and the months that were billed.

    A prepayment and a deposit belong to who paid them: nobody else of the household sees them.
    """
    with read() as db:
        homes, home = chosen(db, me, asked)
        if home is None:
            return page("owner/no_home.html", homes=[])
        receipts = records.receipts(db, me, home.id)
        billed = records.billed_months(db, me, home.id)
        entries = prepayments.entries(db, home.id, me.person_id or 0)
        left = deposits.deposits_of_payer(db, home.id, me.person_id or 0)
    return page(
        "owner/history.html",
        homes=switcher(homes, home),
        home=home,
        receipts=receipts,
        years=sorted({int(one.taken_on[:4]) for one in receipts}, reverse=True),
        billed=billed,
        methods=METHODS,
        entries=entries,
        deposits=left,
        moved=PREPAYMENT_KINDS,
        deposit_kinds=DEPOSIT_KINDS,
        deposit_states=DEPOSIT_STATES,
    )


@get("/my/receipts/{number:str}", permission=OWN_HOME)
def show_receipt(number: str, me: Me) -> Response:
    """One receipt with the lines that it paid."""
    with read() as db:
        receipt = records.receipt(db, me, number)
        if receipt is None:
            raise NotFoundException
        lines = cashier.lines(db, receipt.id)
        homes = records.homes(db, me)
    here = next((home for home in homes if home.code == receipt.home_code), None)
    return page(
        "owner/receipt.html",
        homes=switcher(homes, here),
        receipt=receipt,
        lines=lines,
        words=written(receipt.amount_fen),
        methods=METHODS,
    )


@get("/my/receipts/{number:str}/print", permission=OWN_HOME)
def print_receipt(number: str, me: Me, settings: Settings) -> Response:
    """The sheet of a receipt, marked as the payer's copy: the office hands out the original."""
    with read() as db:
        receipt = cashier.receipt(db, number) if records.receipt(db, me, number) else None
        if receipt is None:
            raise NotFoundException
        shown = paper.shown(db, receipt)
    return page("owner/receipt_print.html", **shown, **paper.sheet(number, "a5", None, settings.port))


def chosen(db: Reader, me: Me, asked: Posted) -> tuple[list[OwnHome], OwnHome | None]:
    """One's homes, and the one that the address names (404 when it is not one's own) or else the first."""
    homes = records.homes(db, me)
    wanted = asked.get("home")
    if not wanted:
        return homes, homes[0] if homes else None
    home = next((home for home in homes if str(home.id) == wanted), None)
    if home is None:
        raise NotFoundException
    return homes, home


def switcher(homes: list[OwnHome], here: OwnHome | None) -> list[dict[str, object]]:
    """What the layout needs to switch between several homes, staying on the list one looks at."""
    path = current().path if current().path in ("/my/bills", "/my/history") else "/my/bills"
    return [
        {"code": home.code, "label": home.code, "href": f"{path}?home={home.id}", "active": home == here}
        for home in homes
    ]


ROUTES = [front, show_owed, show_month, show_charge, show_history, show_receipt, print_receipt]
