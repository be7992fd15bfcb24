"""Cheap usage that a large household gets on top each year, by kind of meter. Amounts in thousandths of the unit."""

from estate.data import Actor, audit, write
from estate.i18n import gettext as _
from estate.meters import records
from estate.refusal import Refused


def grant(home_id: int, kind: str, from_year: int, extra_e3: int, reason: str, by: Actor) -> None:
    """Lift the bounds of a home's tiers from a year on; what was granted before ends with the year before it.

    Nothing granted (0) ends it. Bills that are posted stay as they are. Refused for an earlier year than the last.
    """
    with write(by) as tx:
        before = records.quotas(tx, home_id, kind)
        if before and before[0].from_year > from_year:
            raise Refused(_("From a later year something is granted already."), "from_year")
        if before and before[0].to_year is None:
            if before[0].from_year == from_year:
                tx.run("DELETE FROM extra_quotas WHERE id = :id", id=before[0].id)
            else:
                tx.update("extra_quotas", before[0].id, to_year=from_year - 1)
        if extra_e3:
            tx.insert(
                "extra_quotas",
                home_id=home_id,
                kind=kind,
                from_year=from_year,
                extra_e6=extra_e3 * 1000,
                reason=reason,
            )
        after = {"kind": kind, "from_year": from_year, "extra_e3": extra_e3, "reason": reason}
        audit.record(tx, "quota.granted", "homes", home_id, after=after)
