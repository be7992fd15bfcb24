"""What the office decides about repairs; a change holds for what is reported after it."""

from collections.abc import Sequence

from estate.data import Actor, audit, write
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.repairs import records
from estate.repairs.records import Settings
from estate.repairs.rules_clocks import Norm


def change(wanted: Settings, by: Actor) -> None:
    """Decide hours, warning, days and warranty."""
    with write(by) as tx:
        before = records.settings(tx)
        if before == wanted:
            return
        tx.run(
            """
            UPDATE repair_settings SET opens = :opens, closes = :closes, warn_percent = :warn_percent,
                   sign_off_days = :sign_off_days, warranty_days = :warranty_days
            """,
            **wanted._asdict(),
        )
        audit.record(
            tx, "repair_settings.changed", "repair_settings", before=before._asdict(), after=wanted._asdict()
        )


def change_norm(categories: Sequence[str], urgency: str, wanted: Norm, by: Actor) -> None:
    """Decide until when orders are answered, reached and done. Refused: an order that makes no sense."""
    if wanted.arrive_min < wanted.respond_min:
        raise Refused(_("Nobody is there before they have answered."), "arrive_min")
    if wanted.complete_min < wanted.arrive_min:
        raise Refused(_("Nothing is done before somebody is there."), "complete_min")
    with write(by) as tx:
        tx.many(
            """
            UPDATE repair_norms SET respond_min = ?, arrive_min = ?, complete_min = ?, at_night = ?
             WHERE category = ? AND urgency = ?
            """,
            [(*wanted[:3], int(wanted.at_night), category, urgency) for category in categories],
        )
        after = {
            "fault_kinds": list(categories),
            "urgency": urgency,
            **wanted._asdict(),
        }
        audit.record(tx, "repair_norm.changed", "repair_norms", after=after)
