"""What becomes of the prepayment of who leaves: it pays what they owe, the rest is refunded or passes on. In fen."""

from estate.billing import queries as billing
from estate.cashier import actions as cashier
from estate.cashier.actions import Payment
from estate.cashier.actions_advance import PREPAYMENT
from estate.data import Tx
from estate.i18n import gettext as _
from estate.people.queries import Payer
from estate.prepayments import queries as prepayments
from estate.refunds import actions as refunds
from estate.refunds import queries as requests
from estate.refunds.actions import Asked
from estate.settlement import records
from estate.settlement.records import Settlement
from estate.web.filters import day


def go_on(tx: Tx, settlement: Settlement, to: Payer) -> None:
    """Do what was said with what stands on the account now; again it does what is left to do, which may be nothing."""
    if settlement.money not in ("refund", "carry"):
        return
    home_id, payer_id = settlement.home_id, settlement.leaving_id
    done = len(records.effects(tx, settlement.id))
    balance = prepayments.balance(tx, home_id, payer_id)
    free_fen = balance - _asked_for(tx, settlement)
    owed_fen = billing.owed_total(tx, home_id, payer_id)
    if owed_fen > 0 and free_fen > 0:
        payment = Payment(home_id, payer_id, min(owed_fen, free_fen), PREPAYMENT)
        receipt = cashier.take(payment, f"settlement:{settlement.key}:pays:{done}", tx.by)
        records.add_effect(tx, settlement.id, "offset", receipt.amount_fen, receipt_id=receipt.id)
        free_fen -= receipt.amount_fen
    if free_fen <= 0:
        return
    kind = "transfer" if settlement.money == "carry" else "refund"
    why = _("Handover on %(day)s", day=day(settlement.on_date))
    reason = f"{why} · {settlement.agreement}" if settlement.agreement else why
    asked = Asked(kind, home_id, payer_id, free_fen, reason)
    if kind == "transfer":
        asked = asked._replace(to_payer_id=to.person_id)
    request = refunds.ask(asked, f"settlement:{settlement.key}:goes:{done}", tx.by)
    records.add_effect(tx, settlement.id, kind, free_fen, request_id=request.id)


def _asked_for(tx: Tx, settlement: Settlement) -> int:
    """What is asked for already and not booked yet."""
    waiting = 0
    for one in records.effects(tx, settlement.id):
        request = requests.request(tx, one.request_id) if one.request_id and one.kind != "credit" else None
        if request and request.state in ("waiting", "payable"):
            waiting += request.amount_fen
    return waiting
