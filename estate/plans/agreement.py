"""The agreement on paper: what is covered, the parts with their due days, what follows when one does not come."""

from collections.abc import Iterator, Sequence

from estate.billing.words import period
from estate.cashier.numerals import written
from estate.community.rules_remark import remark_code
from estate.data import Actor, Reader, Tx, read, write
from estate.documents import sources
from estate.documents.actions import make_among
from estate.documents.content import Sheet
from estate.documents.sources import Source
from estate.i18n import gettext as _
from estate.i18n import lazy, speaking
from estate.office.identity import identity
from estate.plans import queries
from estate.plans.actions import require_drafted
from estate.plans.queries import Covered, Plan
from estate.web.filters import day, money

KIND = "plan"


def make_agreement(plan_id: int, url: str, by: Actor, *, practice: bool = False) -> str:
    """The number of the plan's paper; made once, in the office's language. Refused before it is approved, and once it
    has ended."""
    with read() as db:
        locale = identity(db).locale
    with speaking(locale), write(by) as tx:
        found = queries.plan(tx, plan_id)
        if found is None:
            raise LookupError(f"there is no plan {plan_id}")
        if found.number:
            return found.number
        require_drafted(found)
        return make_among(tx, sheet(tx, found), KIND, url, practice=practice).number


def sheet(db: Reader, plan: Plan) -> Sheet:
    """The sheet of a plan."""
    office = identity(db)
    name = office.letterhead or office.company or office.community_name
    content = {
        "plan": plan.id,
        "title": _("Agreement on instalments"),
        "facts": [
            [_("Home"), plan.home_code],
            [_("Payer"), plan.payer_name],
            [_("Plan"), str(plan.id)],
            [_("Code for transfers"), remark_code(plan.home_id)],
        ],
        "opening": _(
            "%(office)s (the office) and %(payer)s (the payer) agree: the payer acknowledges owing the following "
            "bills and pays them in the instalments below.",
            office=name,
            payer=plan.payer_name,
        ),
        "charges": {
            "title": _("Bills that the plan covers"),
            "head": [_("Fee item"), _("Period"), _("Due on"), _("Unpaid")],
            "rows": [_charge(one) for one in queries.covered(db, plan.id)],
        },
        "parts": {
            "title": _("Instalments"),
            "head": [_("No."), _("Due on"), _("Amount")],
            "rows": [
                [str(number), day(one.due), money(one.amount_fen)]
                for number, one in enumerate(queries.parts(db, plan.id), 1)
            ],
        },
        "total": [_("Total"), written(plan.total_fen), money(plan.total_fen)],
        "clauses": _clauses(plan, office.bank_account),
        "sign": [_("For the office (signature, seal, day)"), _("Payer (signature, day)")],
        "date": day(plan.drafted_on),
    }
    return Sheet(
        plan.home_id, plan.home_code, plan.payer_id, plan.payer_name, plan.total_fen, content, plan.id
    )


def _charge(one: Covered) -> list[str]:
    what = f"{one.fee_item_name} {one.parking_code}" if one.parking_code else one.fee_item_name
    return [what, period(one.period_from, one.period_to), day(one.due_on, "short"), money(one.covered_fen)]


def _clauses(plan: Plan, bank_account: str) -> list[str]:
    clauses = [
        _("While the plan is kept, the office sends no reminders and letters about these bills."),
        _(
            "When an instalment has not come in full %(days)s days after its due day, the plan is broken and all that "
            "is left is due at once.",
            days=plan.grace_days,
        )
        if plan.grace_days
        else _(
            "When an instalment has not come in full on its due day, the plan is broken and all that is left is due "
            "at once."
        ),
        _("Payments settle the earliest bills first; each is counted towards the earliest open instalment."),
        _("Penalties for late payment by the contract run on; they are not part of this plan.")
        if plan.penalty == "runs_on"
        else _(
            "Once the plan is kept, the office waives the penalties that ran up from the signing on. What had run up "
            "before stays; when the plan is broken, all of it does."
        ),
        _("Bills that fall due later are paid when they are due; they are not part of this plan."),
    ]
    if bank_account:
        clauses.append(_("By transfer: %(account)s.", account=bank_account))
    return clauses


def _nothing(db: Reader, building_id: int | None) -> Iterator[tuple[str, int]]:
    yield from ()


def _none(tx: Tx, plan_ids: Sequence[int]) -> list[Sheet]:
    return []


def _made(tx: Tx, made: Sheet, number: str) -> None:
    tx.insert("plan_papers", plan_id=made.source_id, number=number)


sources.add(
    Source(
        KIND,
        "FQ",
        "agreement",
        lazy("Agreements on instalments"),
        lazy("Agreement on instalments"),
        _nothing,
        _none,
        _made,
    )
)
