"""Bring the clear arrears of a fee ledger in as opening charges, in one transaction; what needs a decision is left out.

Every month that a home owes becomes a charge of one fee item, due at the month's end, to the home's owner of the ledger's
day. Months that are not due on that day are not owed. The same file again changes nothing, and what a person has reversed
stays so; a charge that was wrong is taken back by reversing it.
"""

from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from estate.billing import actions_items
from estate.billing import queries as billing
from estate.billing.actions_charges import OpeningCharge, post_opening_charges
from estate.community import queries as community
from estate.data import Actor, Tx, audit, clock, write
from estate.i18n import gettext as _
from estate.intake.amounts import yuan_text
from estate.intake.fee_row import FeeRow, Fees
from estate.intake.fee_rows import read_fees
from estate.intake.ledger_waiting import question, questions, waiting_lines
from estate.intake.names import read_names
from estate.people import queries as people
from estate.refusal import Refused

SAME_FEE = frozenset(("物业费", "物业管理费", "物业服务费", "管理费", "服务费"))
KINDS = ("area", "fixed_home", "per_person", "formula")


class _Item(NamedTuple):
    id: int
    name: str
    added: bool


def bring_in_fees(file: Path, by: Actor, fee_item: str | None = None) -> dict[str, Any]:
    """Answers {file, already, fee_item, as_of, committed: {charges, homes, fen, new_fee_items}, waiting: [{sheet, row, column,
    home, kind, message}]}. fee_item: the name of the fee item, otherwise as the ledger's title names it; a new one is added
    without a price. Raises UnreadableLedger or OSError; Refused when no fee is named or the item cannot bear arrears.
    """
    with write(by) as tx:
        homes = community.home_ids(tx)
        found = read_fees(file, community.home_areas(tx))
        waiting = questions(found.notes, found.rows)
        item = _item(tx, found, fee_item, by)
        debts, known = _debts(tx, found, item, homes, waiting, file.name)
        charges = post_opening_charges(tx, debts, clock.stamp())
        counts = {
            "charges": charges,
            "homes": len({d.home_id for d in debts}),
            "fen": sum(d.amount_fen for d in debts),
            "new_fee_items": int(item.added),
        }
        if charges:
            after = {"file": file.name, "item": item.name, **counts}
            audit.record(tx, "arrears.imported", "fee_items", item.id, after=after)
    return {
        "file": file.name,
        "already": bool(known) and not charges,
        "fee_item": item.name,
        "as_of": {sheet: day.isoformat() for sheet, day in found.as_of.items()},
        "committed": counts,
        "waiting": waiting,
    }


def fees_summary(report: dict[str, Any]) -> list[str]:
    """The report in lines for a person."""
    counts = report["committed"]
    said = _("Brought in before") if report["already"] else _("Brought in")
    told = {**counts, "item": report["fee_item"], "sum": yuan_text(counts["fen"])}
    lines = [
        f"{said}: " + _("%(charges)s months of arrears of %(homes)s homes, ¥%(sum)s, as %(item)s", **told)
    ]
    if counts["new_fee_items"]:
        lines.append(
            _("The fee item %(item)s is new; give it a price before you bill it.", item=report["fee_item"])
        )
    return lines + waiting_lines(report["waiting"])


def _item(tx: Tx, found: Fees, asked: str | None, by: Actor) -> _Item:
    name = (asked or found.fee or "").strip()
    if not name:
        raise Refused(
            _("The ledger does not say which fee it is of. Name the fee item with --fee-item."), "fee_item"
        )
    items = billing.items_named(tx)
    same = [one for one in items if one.name == name]
    if not same and not asked and name in SAME_FEE:
        same = [one for one in items if one.name in SAME_FEE]
    if len(same) > 1:
        raise Refused(_("Several fee items could be meant. Name the fee item with --fee-item."), "fee_item")
    if not same:
        by_area = any(row.price_e4 for row in found.rows)
        return _Item(actions_items.add_item(name, "area" if by_area else "fixed_home", by), name, True)
    if same[0].kind not in KINDS:
        raise Refused(
            _("Arrears of months need a fee item that homes are charged with regularly."), "fee_item"
        )
    return _Item(same[0].id, same[0].name, False)


def _debts(
    tx: Tx, found: Fees, item: _Item, homes: dict[str, int], waiting: list[dict[str, Any]], file: str
) -> tuple[list[OpeningCharge], int]:
    """What is to be charged, and how much of the ledger was charged already."""
    owing = [row for row in _clear(found) if row.arrears]
    months = sorted({month for row in owing for month in row.arrears})
    if not months:
        return [], 0
    ever: dict[int, list[billing.ChargedPeriod]] = {}
    for one in billing.charged_periods(tx, item.id, months[0].isoformat(), _end(months[-1]).isoformat()):
        ever.setdefault(one.home_id, []).append(one)
    debts: list[OpeningCharge] = []
    known = 0
    for sheet, day in found.as_of.items():
        payers, names = people.payers_on(tx, day), people.liable_names(tx, day)
        text = _("Brought along from %(file)s, as of %(day)s", file=file, day=day.isoformat())
        for row in owing:
            if row.sheet != sheet or row.room is None:
                continue
            home_id = homes[row.room]
            payer = payers.get(home_id)
            if payer is None:
                waiting.append(
                    question(row, "payer_missing", _("Nobody owns this home on the ledger's day."))
                )
                continue
            if row.payer and not _named(row.payer, names[home_id]):
                told = _("The ledger names somebody who does not own this home: %(name)s", name=row.payer)
                waiting.append(question(row, "payer_differs", told))
                continue
            for month, fen in sorted(row.arrears.items()):
                first, last = month.isoformat(), _end(month).isoformat()
                before = [c for c in ever.get(home_id, []) if c.period_from <= last and c.period_to >= first]
                if any((c.period_from, c.period_to, c.amount_fen) == (first, last, fen) for c in before):
                    known += 1
                elif live := next((c for c in before if c.live), None):
                    told = _(
                        "%(month)s is charged already, with ¥%(sum)s.",
                        month=first[:7],
                        sum=yuan_text(live.amount_fen),
                    )
                    waiting.append(question(row, "charged_already", told))
                else:
                    debts.append(
                        OpeningCharge(
                            home_id,
                            row.room,
                            item.id,
                            payer.person_id,
                            payer.name,
                            first,
                            last,
                            last,
                            fen,
                            text,
                        )
                    )
                    ever.setdefault(home_id, []).append(billing.ChargedPeriod(home_id, first, last, fen, 1))
    return debts, known


def _clear(found: Fees) -> list[FeeRow]:
    """The rows whose arrears can be believed."""
    doubtful = {one["sheet"] for one in found.notes.flagged if one["kind"] == "totals_differ"}
    return [
        row
        for row in found.rows
        if not row.unsure and "total" not in row.doubtful and row.sheet not in doubtful
    ]


def _named(written: str, owners: set[str]) -> bool:
    names = {name.name for name in read_names(written).value.names} | {written}
    return bool(names & owners)


def _end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
