"""Credit an estimate that was too high to who has left: computed here, asked for once, approved like any credit."""

from estate.billing.queries_credits import OverEstimate, over_estimate
from estate.data import Actor, Tx, write
from estate.i18n import gettext as _
from estate.i18n import speaking
from estate.office.identity import identity
from estate.refunds import actions, queries
from estate.refunds.actions import Asked
from estate.refunds.queries import Request
from estate.refusal import Refused


def credit_estimate(charge_id: int, by: Actor) -> Request:
    """Ask for the credit of a charge's estimate. Again answers the same request, until it is declined or taken back.

    Refused when nothing of it is too high, and where only a person can say how much.
    """
    with write(by) as tx:
        found = over_estimate(tx, charge_id)
        if found is None and queries.credit_of_charge(tx, charge_id) is None:
            raise LookupError(f"no estimate of charge {charge_id} was too high")
        return queries.credit_of_charge(tx, charge_id) or _ask(tx, found)


def credit_estimates(tx: Tx, estimates: list[OverEstimate]) -> list[Request]:
    """Ask for the credit of several, in the caller's transaction; those that only a person can compute are left."""
    return [
        queries.credit_of_charge(tx, one.charge_id) or _ask(tx, one) for one in estimates if one.credit_fen
    ]


def _ask(tx: Tx, found: OverEstimate | None) -> Request:
    assert found is not None
    if found.credit_fen is None:
        raise Refused(
            _("Other meters or a changed quota counted here. Compute it and give a credit by hand.")
        )
    if found.credit_fen == 0:
        raise Refused(_("This comes to nothing."))
    with speaking(identity(tx).locale):
        reason = _(
            "The estimate of meter %(meter)s was too high: %(item)s, billed to %(day)s",
            meter=found.meter_number or "–",
            item=found.fee_item_name,
            day=found.period_to,
        )
    asked = Asked(
        "credit",
        found.home_id,
        found.payer_id,
        found.credit_fen,
        reason,
        sums=found.sums,
        charge_id=found.charge_id,
    )
    earlier = queries.requests_of_charge(tx, found.charge_id)
    return actions.ask(asked, f"estimate:{found.charge_id}:{earlier}", tx.by)
