"""Post a batch of shared costs, and void it; one transaction each. Amounts in fen."""

from estate.billing.actions_batches import BatchLine, post_batch, take_back
from estate.data import Actor, audit, clock, write
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.sharing import queries, records
from estate.sharing.records import Batch
from estate.sharing.rules import yuan
from estate.sharing.rules_preview import Preview


def post(batch_id: int, seen: str, by: Actor) -> Batch:
    """Charge every home its share and keep what it was computed from. A second time changes nothing.

    seen: the mark of the preview that was looked at. Refused when anything of it has changed since, and while something
    stands in the way (see rules_preview.Preview.problems).
    """
    with write(by) as tx:
        batch = _batch(records.batch(tx, batch_id), batch_id)
        if batch.state == "posted":
            return batch
        if batch.state == "voided":
            raise Refused(_("This batch is voided. Begin a new one."))
        preview = queries.preview(tx, batch)
        if preview.mark != seen:
            raise Refused(
                _(
                    "Homes, owners, readings or the batch have changed in the meantime. Look at the shares again."
                )
            )
        if preview.problems:
            raise Refused(_("This batch cannot be posted yet. The page says what stands in the way."))
        now = clock.stamp()
        lines = _lines(preview)
        records.copy_shares(tx, batch_id, preview)
        charges = post_batch(tx, batch.fee_item_id, lines, batch.due_on, now)
        records.link(tx, batch_id, list(zip(charges, (line.home_id for line in lines), strict=True)))
        tx.update(
            "sharing_batches",
            batch_id,
            state="posted",
            pool_fen=preview.pool_fen,
            pool_formula=preview.pool_formula,
            whole_e6=preview.whole_e6,
            charged_fen=preview.charged_fen,
            kept_fen=preview.kept_fen,
            posted_at=now,
            posted_by=by.name,
        )
        after = {
            "item": batch.fee_item_name,
            "period": [batch.period_from, batch.period_to],
            "total_fen": preview.pool_fen,
            "homes": preview.members,
            "kept_fen": preview.kept_fen,
        }
        audit.record(tx, "shared_cost.posted", "sharing_batches", batch_id, after=after)
        return _batch(records.batch(tx, batch_id), batch_id)


def void(batch_id: int, reason: str, by: Actor) -> Batch:
    """Reverse every live charge of a posted batch; its homes can then share anew. A second time changes nothing.

    Refused without a reason, and while something of it is paid or waived.
    """
    with write(by) as tx:
        batch = _batch(records.batch(tx, batch_id), batch_id)
        if batch.state == "voided":
            return batch
        if batch.state != "posted":
            raise Refused(_("Only a posted batch can be voided."))
        if not (reason := reason.strip()):
            raise Refused(_("Write the reason."), "reason")
        now = clock.stamp()
        charges = [one.charge_id for one in records.posted_charges(tx, batch_id) if one.live]
        lines = take_back(tx, charges, reason, now)
        tx.update(
            "sharing_batches", batch_id, state="voided", voided_at=now, voided_by=by.name, reason=reason
        )
        after = {"item": batch.fee_item_name, "reason": reason, "lines": lines}
        audit.record(tx, "shared_cost.voided", "sharing_batches", batch_id, after=after)
        return _batch(records.batch(tx, batch_id), batch_id)


def _lines(preview: Preview) -> list[BatchLine]:
    return [
        BatchLine(
            share.home.id,
            share.home.code,
            payment.payer_id,
            payment.payer_name,
            payment.first,
            payment.last,
            payment.quantity,
            yuan(preview.pool_fen),
            payment.formula,
            payment.amount_fen,
        )
        for share in preview.shares
        for payment in share.payments
    ]


def _batch(found: Batch | None, batch_id: int) -> Batch:
    if found is None:
        raise LookupError(f"there is no batch of shared costs {batch_id}")
    return found
