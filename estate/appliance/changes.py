"""What an entry of the change log says in the reader's words: `Amount: ¥166.06`, not the names of columns."""

import json
from fractions import Fraction
from typing import Any, NamedTuple

from estate.access.permissions import ROLE_NAMES
from estate.arrears import words as arrears
from estate.billing.rules_tiers import Tier, plain, read_tiers
from estate.billing.words import ANCHORS, AREAS, CYCLES, KINDS, LEVELS, PRORATIONS, ROUNDINGS, TIMINGS
from estate.cashier.words import METHODS
from estate.channels import words as channels
from estate.community.words import PARKING_NAMES, STATE_NAMES, USAGE_NAMES
from estate.complaints import words as complaints
from estate.contacts import words as contacts
from estate.crew import words as crew
from estate.deposits import words as deposits
from estate.dunning import words as dunning
from estate.i18n import gettext
from estate.i18n import lazy as _
from estate.letters import words as letters
from estate.materials import words as materials
from estate.messages import words as messages
from estate.messages.events import EVENTS
from estate.meters import words as meters
from estate.patrol import words as patrol
from estate.penalties.words import GRACES
from estate.people.rules import ROLES as RESIDENT_NAMES
from estate.plans import words as plans
from estate.reconciliation.words import CONFIDENCE
from estate.refunds import words as refunds
from estate.repairs import words as repairs
from estate.waivers import words as waivers
from estate.web.filters import area, day, money, price

FACTS: dict[str, str] = {
    "label_of": _("Labels of"),
    "labels": _("Number of labels"),
    "patrol_round": _("Patrol round"),
    "patrol_due": _("When it was due"),
    "patrol_person": _("Who walks it"),
    "patrol_points": _("Points of the route"),
    "patrol_conflict": _("Why a person decides"),
    "patrol_decision": _("What shall stand"),
    "question": _("What is asked"),
    "price_fen": _("Price for owners"),
    "cost_fen": _("Cost to the office"),
    "unit": _("Unit of sale"),
    "minimum_e3": _("Minimum in stock"),
    "moved_e3": _("How much"),
    "there_e3": _("In stock after it"),
    "tolerance_fen": _("May exceed the quote by"),
    "charge_when": _("When it is charged"),
    "chargeable": _("Owner pays"),
    "fault": _("What is broken"),
    "order_step": _("Step"),
    "complaint_kind": _("What kind it is"),
    "complaint_step": _("Step"),
    "link_kind": _("What was tied"),
    "hidden": _("Hidden"),
    "answer_hours": _("Hours to the first answer"),
    "reply_days": _("Days to the written answer"),
    "reopen_days": _("Days to take a closed one up again"),
    "complaint_state": _("State"),
    "handler": _("Who handles it"),
    "order_state": _("State"),
    "assignee": _("Who mends it"),
    "helper": _("Who helps"),
    "visit": _("When somebody comes"),
    "skills_3": _("Expert"),
    "skills_2": _("Works alone"),
    "skills_1": _("Learns it"),
    "shift_hours": _("Hours"),
    "absence": _("Why away"),
    "from_day": _("First day away"),
    "to_day": _("Last day away"),
    "handed_out": _("How it is handed out"),
    "told_after_min": _("Told after minutes"),
    **{f"shift_{number}": name for number, name in enumerate(crew.WEEKDAYS)},
    "fault_kinds": _("What kind of fault"),
    "urgency": _("How urgent"),
    "respond_min": _("Answered within minutes"),
    "arrive_min": _("Reached within minutes"),
    "complete_min": _("Done within minutes"),
    "at_night": _("Runs at night too"),
    "opens": _("The desk answers from"),
    "closes": _("until"),
    "warn_percent": _("Warn when so much of the time is used"),
    "sign_off_days": _("Signed off by itself after days"),
    "warranty_days": _("Warranty of the work in days"),
    "result": _("Result"),
    "close_reason": _("Reason"),
    "step": _("Step"),
    "version": _("Version"),
    "target": _("Which"),
    "strategy_id": _("Strategy no."),
    "corrects": _("Corrects an entry"),
    "way": _("How"),
    "proof": _("Proof"),
    "what": _("Step"),
    "parts": _("Number of instalments"),
    "opening": _("Before the list"),
    "closing": _("After the sum"),
    "cause": _("Why it is not paid"),
    "payer": _("Person no."),
    "why": _("Reason"),
    "account": _("Account code"),
    "account_name": _("Account name"),
    "active": _("In use"),
    "address": _("Address"),
    "amount_fen": _("Amount"),
    "anchor": _("A cycle begins"),
    "area_basis": _("Area"),
    "area_dm2": _("Area"),
    "bank_account": _("Account for transfers"),
    "basis_text": _("Basis"),
    "birth_year": _("Year of birth"),
    "buildings": _("Buildings"),
    "care_id": _("Care no."),
    "cares": _("Care needs"),
    "cash_due_fen": _("Cash due"),
    "cashier": _("Cashier"),
    "closed": _("Days closed"),
    "closing_fen": _("Owed at the end"),
    "code": _("Number"),
    "community_name": _("Name of the community"),
    "company": _("Name of the property company"),
    "consent_by": _("Consent given by"),
    "contact_name": _("Name of the contact"),
    "contacts": _("Contacts"),
    "cycle_months": _("How often"),
    "day": _("Day"),
    "days": _("Days"),
    "delivered_on": _("Delivered on"),
    "delivered_precision": _("Known to the"),
    "due_day": _("Bills are due on day"),
    "effective_from": _("In force from"),
    "excluded": _("Excepted"),
    "family": _("Family"),
    "file": _("File"),
    "floor": _("Floor"),
    "formula": _("Formula"),
    "from": _("From"),
    "from_date": _("From"),
    "home": _("Home"),
    "home_id": _("Home no."),
    "homes": _("Homes"),
    "id_number": _("ID number"),
    "import_batch_id": _("Import no."),
    "inner_area_dm2": _("Inner area"),
    "item": _("Fee item"),
    "key": _("Which"),
    "kind": _("Kind"),
    "layout": _("Layout"),
    "left_out": _("Rows left out"),
    "letterhead": _("Letterhead"),
    "lines": _("Lines"),
    "locale": _("Language"),
    "login": _("Sign-in name"),
    "max_prepay_months": _("Months that may be paid ahead"),
    "advance_fen": _("In advance"),
    "auto": _("Automatic offset"),
    "auto_offset": _("Bill runs draw on prepayments"),
    "month": _("Month"),
    "offset_partial": _("A prepayment may pay a bill in part"),
    "over_short_fen": _("Difference"),
    "refund_limit_fen": _("Refunds without a second person up to"),
    "plan_limit_fen": _("Instalment plans without a second person up to"),
    "papers": _("Supporting papers"),
    "payer_id": _("Person no."),
    "method": _("Method"),
    "name": _("Name"),
    "note": _("Note"),
    "number": _("Number"),
    "on": _("Day"),
    "owners": _("Owners"),
    "people": _("People"),
    "period": _("Period"),
    "person_id": _("Person no."),
    "phone": _("Phone"),
    "phones": _("Phones"),
    "plate": _("Plate"),
    "price_e4": _("Price"),
    "proration": _("First or last month in part"),
    "reason": _("Reason"),
    "receipt_prefix": _("Prefix of receipt numbers"),
    "receipts": _("Receipts"),
    "relation": _("Relation"),
    "residencies": _("Entries"),
    "role": _("Role"),
    "roles": _("Roles"),
    "room": _("Room"),
    "rounding": _("Rounding"),
    "rounding_level": _("Rounded"),
    "scope": _("Applies to"),
    "sha": _("Check sum"),
    "share": _("Share"),
    "sheet": _("Sheet"),
    "sort": _("Order"),
    "state": _("State"),
    "state_since": _("Since"),
    "tariff": _("Price no."),
    "tenants": _("Tenants"),
    "timing": _("It is charged"),
    "time_zone": _("Time zone"),
    "to_date": _("Last day"),
    "total_fen": _("Total"),
    "until": _("Up to and with"),
    "usage": _("Usage"),
    "vehicles": _("Vehicles"),
    "what_for": _("What for"),
    "zone_id": _("Zone no."),
    "tiers": _("Tiers"),
    "basis": _("Basis"),
    "payable_e4": _("Stays payable"),
    "off_fen": _("Off"),
    "computed_from": _("Computed from"),
    "from_month": _("From month of vacancy"),
    "by_home": _("Only homes it is granted to"),
    "months": _("Months paid whole"),
    "days_before": _("Days before the due day"),
    "evidence": _("Evidence"),
    "rate_e7": _("Rate per day"),
    "grace_days": _("Days of grace"),
    "grace_mode": _("After the grace"),
    "cap_bp": _("At most, of the fee"),
    "lpr_bp": _("Loan prime rate"),
    "installed_on": _("Installed on"),
    "place": _("Place"),
    "multiplier_e3": _("Multiplier"),
    "digits": _("Digits"),
    "known": _("Known already"),
    "confidence": _("Confidence"),
    "switches": _("Switches"),
    "event": _("Event"),
    "language": _("Language"),
    "subject": _("Subject"),
    "text": _("Full text"),
    "short": _("Short text"),
    "sheets": _("Number of papers"),
    "deliveries": _("Deliveries"),
    "quiet_from": _("Quiet from"),
    "quiet_to": _("Quiet until"),
    "wait_hours": _("Hours until the next rung"),
    "remind_days": _("Days before the due day"),
    "push_off": _("No notifications"),
    "mail_off": _("No e-mail"),
    "sms_off": _("No SMS"),
    "paper_off": _("No paper"),
    "marketing": _("Advertising"),
    "channel": _("Channel"),
    "provider": _("Provider"),
    "host": _("Mail server"),
    "port": _("Port"),
    "security": _("Encryption"),
    "from_address": _("Sender's address"),
    "url": _("Address"),
    "query_url": _("Address to ask what became of a message"),
    "key_id": _("AccessKey ID"),
    "secret_id": _("SecretId"),
    "app_id": _("SdkAppId"),
    "signature": _("Signature"),
    "approval": _("Approval"),
    "list": _("SMS list"),
}
SCOPES: dict[str, str] = {
    "all": _("All"),
    "zone": _("Zone"),
    "building": _("Building"),
    "entrance": _("Entrance"),
    "usage": _("Usage"),
    "home": _("Home"),
    "parking_kind": _("Kind of parking space"),
    "parking": _("Parking space"),
    "group": dunning.SCOPES["group"],
    "care": dunning.SCOPES["care"],
}
_PERSON_KINDS: dict[str, str] = {"person": _("Person"), "company": _("Company")}
_VALUES: dict[str, dict[str, str]] = {
    "label_of": {"place": _("Public places"), "equipment": _("Equipment"), "point": _("Points of patrol")},
    "patrol_conflict": patrol.CONFLICTS,
    "patrol_decision": patrol.DECISIONS,
    "order_step": repairs.STEPS,
    "complaint_kind": complaints.CATEGORIES,
    "complaint_step": complaints.STEPS,
    "link_kind": complaints.SUBJECTS,
    "complaint_state": {code: word for code, (_tone, word) in complaints.STATES.items()},
    "order_state": {code: word for code, (_tone, word) in repairs.STATES.items()},
    "fault_kinds": repairs.CATEGORIES,
    "charge_when": materials.CHARGE_WHEN,
    "absence": crew.ABSENCES,
    "handed_out": crew.MODES,
    **{f"skills_{level}": repairs.CATEGORIES for level in crew.LEVELS},
    "urgency": {code: word for code, (_tone, word) in repairs.URGENCIES.items()},
    "anchor": ANCHORS,
    "approval": channels.APPROVALS,
    "channel": channels.CHANNELS,
    "provider": channels.PROVIDERS,
    "security": channels.SECURITIES,
    "area_basis": AREAS,
    "cycle_months": {str(months): name for months, name in CYCLES.items()},
    "delivered_precision": {"day": _("day"), "month": _("month")},
    "key": {**USAGE_NAMES, **PARKING_NAMES},
    "kind": {
        **KINDS,
        **PARKING_NAMES,
        **_PERSON_KINDS,
        **meters.KINDS,
        **deposits.KINDS,
        **refunds.KINDS,
        **waivers.KINDS,
        **letters.KINDS,
        **letters.BY_HAND,
    },
    "cause": {**arrears.CAUSES, **dunning.CAUSES},
    "proof": {code: word for code, (_tone, word) in letters.PROOFS.items()},
    "reason": arrears.CAUSES,
    "result": contacts.RESULTS,
    "close_reason": dunning.CLOSE_REASONS,
    "step": dunning.KINDS,
    "way": letters.WAYS,
    "what": plans.STEPS,
    "computed_from": {"raw": _("the value before rounding"), "rounded": _("the amount as billed")},
    "confidence": {code: word for code, (_tone, word) in CONFIDENCE.items()},
    "event": {code: event.name for code, event in EVENTS.items()},
    "language": messages.LANGUAGES,
    "marketing": messages.MARKETING,
    "grace_mode": GRACES,
    "method": METHODS,
    "proration": PRORATIONS,
    "role": RESIDENT_NAMES,
    "roles": ROLE_NAMES,
    "rounding": ROUNDINGS,
    "rounding_level": LEVELS,
    "scope": SCOPES,
    "state": STATE_NAMES,
    "timing": TIMINGS,
    "usage": USAGE_NAMES,
}
_PARTS = {"payable_e4": 100, "cap_bp": 100, "lpr_bp": 100, "rate_e7": 100_000}
"""How many of its unit are one percent."""
_ALWAYS = ["1900-01-01", "2999-12-31"]


class Fact(NamedTuple):
    name: str
    value: str


def facts(kept: str | None) -> list[Fact]:
    """The facts of one side of an entry, as kept in JSON; those that say nothing are left out."""
    told: dict[str, Any] = json.loads(kept or "{}")
    return [
        Fact(str(FACTS.get(key, key.replace("_", " "))), _said(key, value))
        for key, value in told.items()
        if value not in (None, "", []) and not (key == "days" and value == _ALWAYS)
    ]


def _said(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return gettext(", ").join(_said(key, one) for one in value)  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, int) and key.endswith("_fen"):
        return f"¥{money(value)}"
    if isinstance(value, int) and key.endswith("_dm2"):
        return f"{area(value)} m²"
    if isinstance(value, int) and key in _PARTS:
        return f"{plain(Fraction(value, _PARTS[key]))}%"
    if isinstance(value, int) and key.endswith("_e3"):
        return plain(Fraction(value, 1000))
    if key == "tiers":
        return gettext(", ").join(_tier(one) for one in read_tiers(value).tiers)
    if key == "sha":
        return f"{str(value)[:12]}…"  # enough to compare by eye, and no wider than a column
    if key == "price_e4":
        return f"¥{price(value)}"
    if key in ("days", "period", "effective_from"):
        return day(str(value))
    return str(_VALUES.get(key, {}).get(str(value), value))


def _tier(tier: Tier) -> str:
    return (
        f"≤ {plain(tier.upto)}: ¥{plain(tier.price)}" if tier.upto is not None else f"… ¥{plain(tier.price)}"
    )
