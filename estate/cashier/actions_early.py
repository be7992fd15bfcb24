"""The discounts for paying early that a payment earns, waived before its receipt is written. Money in fen."""

from collections.abc import Mapping, Sequence
from datetime import date

from estate.billing import queries as billing
from estate.billing.queries import OpenCharge
from estate.cashier import queries
from estate.cashier.rules_early import granted
from estate.data import Tx, clock
from estate.i18n import gettext as _
from estate.penalties.queries import Penalty
from estate.refusal import Refused
from estate.waivers import actions_early as waivers
from estate.waivers.queries_early import offered


def grant_early(
    tx: Tx,
    charges: Sequence[OpenCharge],
    named: Sequence[int],
    amount_fen: int,
    at: str,
    key: str,
    run_up: Mapping[int, Penalty] = queries.NOTHING,
) -> list[OpenCharge]:
    """Waive what a payment on these charges of one payer earns; answers what is open then.

    run_up: the penalties that the payment pays as well.
    Refused (field `early`) when it settles no whole period early enough.
    """
    offers = offered(tx, charges, date.fromisoformat(clock.day_of(at)))
    earned = granted(queries.bills(charges, run_up), offers, named, amount_fen)
    if not earned:
        raise Refused(_("This payment settles no whole period early. Take it without the discount."), "early")
    waivers.grant(tx, earned, key, at)
    return billing.open_charges(tx, charges[0].home_id, charges[0].payer_id)
