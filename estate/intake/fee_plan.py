"""What the arrears of a fee ledger become beside the charges and owners that there are; nothing is stored here."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from estate.billing import queries as billing
from estate.billing.actions_charges import OpeningCharge
from estate.community import queries as community
from estate.data import Reader
from estate.i18n import gettext as _
from estate.intake import records
from estate.intake.amounts import yuan_text
from estate.intake.check import Asked
from estate.intake.fee_row import Debt, FeeRow, Fees
from estate.intake.findings import Finding
from estate.intake.names import read_names
from estate.people import queries as people

SAME_FEE = frozenset(("物业费", "物业管理费", "物业服务费", "管理费", "服务费"))
KINDS = ("area", "fixed_home", "fixed_parking", "per_person", "formula")


class ItemMeant(NamedTuple):
    """The fee item that a name means. id None: there is none yet; kind: of the new one."""

    name: str
    id: int | None
    kind: str


class Owed(NamedTuple):
    """A debt that would be charged, its payer, and the name of its fee item."""

    row: FeeRow
    debt: Debt
    payer: people.Payer
    item: str


@dataclass(slots=True)
class FeePlan:
    """What would be charged. known: debts that were charged before; problem: why nothing can be, as a sentence."""

    debts: list[Owed] = field(default_factory=list[Owed])
    items: list[ItemMeant] = field(default_factory=list[ItemMeant])
    asked: list[Asked] = field(default_factory=list[Asked])
    known: int = 0
    problem: str = ""
    ids: dict[str, int] = field(default_factory=dict[str, int])
    days: dict[str, date] = field(default_factory=dict[str, date])

    @property
    def homes(self) -> int:
        """How many homes would be charged."""
        return len({owed.row.room for owed in self.debts})

    @property
    def fen(self) -> int:
        """What would be charged in all."""
        return sum(owed.debt.fen for owed in self.debts)


def plan(db: Reader, found: Fees, fee_item: str) -> FeePlan:
    """Every debt that can be charged, and the questions that what is here raises. fee_item: chosen for debts that name none."""
    made = FeePlan(ids=community.home_ids(db), days=found.as_of)
    owing = [row for row in found.clear if row.debts]
    names = dict.fromkeys(debt.item or "" for row in owing for debt in row.debts)
    meant, unfit = _items(db, names, fee_item or found.fee or "", found)
    made.problem = unfit.pop("", "")
    made.items = list({one.name: one for one in meant.values()}.values())
    before = _Before(db, [debt for row in owing for debt in row.debts], made.items)
    for sheet, day in found.as_of.items():
        payers, owners = people.payers_on(db, day), people.liable_names(db, day)
        for row in owing:
            if row.sheet != sheet or row.room is None:
                continue
            home_id = made.ids[row.room]
            payer = payers.get(home_id)
            if payer is None:
                made.asked.append(_row_question(row, found, "payer_missing", {}))
            elif row.payer and not _named(row.payer, owners[home_id]) and not _accepted(row, found):
                told = {"name": row.payer, "owners": "、".join(sorted(owners[home_id]))}
                made.asked.append(_row_question(row, found, "payer_differs", told))
            else:
                for debt in row.debts:
                    if message := unfit.get(debt.item or ""):
                        made.asked.append(_unfit(row, debt, message))
                    else:
                        _one(made, before, found, Owed(row, debt, payer, meant[debt.item or ""].name))
    return made


def opening_charges(made: FeePlan, item_ids: Mapping[str, int], file: str) -> Iterator[OpeningCharge]:
    """The charges that a plan becomes; each says where it comes from."""
    for row, debt, payer, item in made.debts:
        day = made.days[row.sheet].isoformat()
        yield OpeningCharge(
            made.ids[row.room or ""],
            row.room or "",
            item_ids[item],
            payer.person_id,
            payer.name,
            debt.first.isoformat(),
            debt.last.isoformat(),
            (debt.due_on or debt.last).isoformat(),
            debt.fen,
            _("Brought along from %(file)s, as of %(day)s", file=file, day=day),
        )


class _Before:
    """The charges that there are of the homes and fees of a ledger."""

    def __init__(self, db: Reader, debts: list[Debt], items: Iterable[ItemMeant]) -> None:
        self.taken_back = records.charges_taken_back(db)
        self.charged: dict[tuple[int, str], list[billing.ChargedPeriod]] = {}
        if not debts:
            return
        first, last = min(d.first for d in debts).isoformat(), max(d.last for d in debts).isoformat()
        for item in items:
            for one in billing.charged_periods(db, item.id, first, last) if item.id else ():
                if one.charge_id not in self.taken_back:
                    self.charged.setdefault((one.home_id, item.name), []).append(one)

    def touching(self, home_id: int, item: str, debt: Debt) -> list[billing.ChargedPeriod]:
        """What a home was charged for some of the days of a debt."""
        first, last = debt.first.isoformat(), debt.last.isoformat()
        return [
            one
            for one in self.charged.get((home_id, item), ())
            if one.period_from <= last and one.period_to >= first
        ]

    def add(self, home_id: int, item: str, debt: Debt) -> None:
        """A debt that is to be charged counts for those behind it."""
        made = billing.ChargedPeriod(0, home_id, debt.first.isoformat(), debt.last.isoformat(), debt.fen, 1)
        self.charged.setdefault((home_id, item), []).append(made)


def _one(made: FeePlan, before: _Before, found: Fees, owed: Owed) -> None:
    row, debt, _payer, item = owed
    home_id = made.ids[row.room or ""]
    touching = before.touching(home_id, item, debt)
    same = (debt.first.isoformat(), debt.last.isoformat(), debt.fen)
    if any((c.period_from, c.period_to, c.amount_fen) == same and c.charge_id for c in touching):
        made.known += 1
    elif live := next((c for c in touching if c.live), None):
        if not found.said.on("charged_already", row.sheet, row.row, debt.column or ""):
            told = {"month": debt.first.isoformat()[:7], "sum": yuan_text(live.amount_fen)}
            finding = Finding(
                "charged_already",
                row.sheet,
                row.row,
                debt.column,
                debt.field,
                yuan_text(debt.fen),
                about=told,
            )
            made.asked.append(Asked(finding, row.room or "", 0))
    else:
        made.debts.append(owed)
        before.add(home_id, item, debt)


def _items(
    db: Reader, names: Iterable[str], usual: str, found: Fees
) -> tuple[dict[str, ItemMeant], dict[str, str]]:
    """The fee item of every name in the ledger, "" for debts that name none; and why some cannot be charged."""
    known = billing.items_named(db)
    by_area = any(row.price_e4 for row in found.rows)
    meant: dict[str, ItemMeant] = {}
    unfit: dict[str, str] = {}
    for written in names:
        name = (written or usual).strip()
        same = [one for one in known if one.name == name]
        if not same and name in SAME_FEE:
            same = [one for one in known if one.name in SAME_FEE]
        if not name:
            unfit[written] = _("The ledger does not say which fee it is of. Name the fee item.")
        elif len(same) > 1:
            unfit[written] = _("Several fee items could be meant by %(name)s. Name the fee item.", name=name)
        elif same and same[0].kind not in KINDS:
            unfit[written] = _(
                "Arrears of months need a fee item that homes are charged with regularly; %(name)s is none.",
                name=name,
            )
        new = ItemMeant(name, None, "area" if by_area and name in SAME_FEE else "fixed_home")
        meant[written] = ItemMeant(same[0].name, same[0].id, same[0].kind) if len(same) == 1 else new
    return meant, unfit


def _unfit(row: FeeRow, debt: Debt, message: str) -> Asked:
    about = {"message": message}
    return Asked(
        Finding("fee_unfit", row.sheet, row.row, None, "fee_item", debt.item, about=about), row.room or "", 0
    )


def _row_question(row: FeeRow, found: Fees, kind: str, about: dict[str, str]) -> Asked:
    column = found.tables[row.sheet].letter_of("payer")
    finding = Finding(kind, row.sheet, row.row, column, "payer", row.payer, about=about)
    return Asked(finding, row.room or "", 0)


def _accepted(row: FeeRow, found: Fees) -> bool:
    """Whether somebody has said that the owner pays, whoever the ledger names."""
    column = found.tables[row.sheet].letter_of("payer") or ""
    return found.said.settles("payer_differs", row.sheet, row.row, column)


def _named(written: str, owners: set[str]) -> bool:
    names = {name.name for name in read_names(written).value.names} | {written}
    return bool(names & owners)
