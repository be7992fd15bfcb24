"""How the change log calls the facts of one subject, where a word means something of its own there."""

from typing import NamedTuple

from estate.announcements import words as announcements
from estate.appliance.words_facts import SCOPES
from estate.community.words import USAGE_NAMES
from estate.disclosure import words as disclosure
from estate.documents import words as documents
from estate.equipment import words as equipment
from estate.gate import words as gate
from estate.gate import words_permits as permits
from estate.i18n import lazy as _
from estate.intake import meter_words
from estate.intake import words as intake
from estate.meters import words as meters
from estate.places import words as places
from estate.sharing import words as sharing
from estate.surveys import words as surveys
from estate.upkeep import words as upkeep
from estate.votes import words as votes
from estate.window.kinds import DOWNLOADS, PHONES
from estate.window.words import WEEKDAYS


class Words(NamedTuple):
    """names: what the facts are called. values: what the codes in them are called, by fact."""

    names: dict[str, str]
    values: dict[str, dict[str, str]]


def _without_tone(states: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {code: word for code, (_tone, word) in states.items()}


_SCOPES = {**SCOPES, "floor": _("Floor"), "homes": _("Single homes")}
_YES_NO = {"1": _("yes"), "0": _("no")}

_PERSON = {"name": _("Name")}

WORDS: dict[str, Words] = {
    "accounts": Words(_PERSON, {}),
    "people": Words(_PERSON, {}),
    "announcements": Words(
        {
            "urgent": _("Urgent"),
            "must_confirm": _("To be confirmed"),
            "pinned": _("Pinned"),
            "expires_on": _("Shown until"),
            "publish_at": _("To be published at"),
            "told": _("Owners were told"),
            "told_again": _("Told again"),
        },
        {
            "kind": announcements.KINDS,
            "scope": _SCOPES,
            "urgent": _YES_NO,
            "must_confirm": _YES_NO,
            "pinned": _YES_NO,
        },
    ),
    "conversations": Words({"to": _("Handed to"), "by": _("Given back by")}, {}),
    "disclosure_terms": Words(
        {"changed": _("What was changed")},
        {
            "changed": {
                "services": _("Service items"),
                "quality": _("How well the services were done"),
                "basis": _("Basis of the fees"),
            }
        },
    ),
    "disclosures": Words(
        {
            "first": _("From"),
            "receiver": _("Reported to"),
            "handed_on": _("Handed over on"),
            "taken_by": _("Taken by"),
        },
        {"kind": disclosure.PERIODS, "receiver": disclosure.RECEIVERS},
    ),
    "discounts": Words({"to": _("Last day")}, {}),
    "document_batches": Words(
        {"year": _("Year"), "invite": _("QR code for signing in")},
        {"kind": documents.KINDS, "invite": documents.INVITES},
    ),
    "downloads": Words({}, {"category": DOWNLOADS}),
    "equipment": Words(
        {
            **equipment.FACTS,
            "installed_precision": _("Known to the"),
            "since": _("Since"),
            "replaced_by": _("Replaced by no."),
            "kept": _("To be kept"),
            "at": _("At"),
        },
        {
            "state": equipment.STATES,
            "statutory": equipment.STATUTORY,
            "service_cycle": equipment.CYCLES,
            "cause": equipment.CAUSES,
            "installed_precision": {"day": _("day"), "month": _("month"), "year": _("year")},
        },
    ),
    "gate_passes": Words(
        {**_PERSON, "passes": _("Passes"), "parcels": _("Parcels")},
        {"kind": gate.KINDS},
    ),
    "fee_items": Words({"terms": _("Terms")}, {}),
    "homes": Words(
        {
            "id": _("Home no."),
            "building": _("Building"),
            "building_name": _("Name of the building"),
            "entrance": _("Entrance"),
            "zone": _("Zone"),
            "extra_e3": _("More at the low price"),
            "from_year": _("From the year"),
        },
        {},
    ),
    "import_batches": Words(
        {
            **intake.BULK,
            "both": _("Both count"),
            "building": _("Building"),
            "charges": _("Bills"),
            "columns": _("Columns"),
            "ended": _("Leases ended"),
            "fee_item": _("Fee item"),
            "fen": _("Sum"),
            "header_row": _("Row of the headings"),
            "held": _("Spaces held"),
            "instead": _("The row counts, not the other"),
            "meters": _("Meters"),
            "new_fee_items": _("New fee items"),
            "pieces": _("Pieces"),
            "readings": _("Readings"),
            "reopened": _("Asked again"),
            "skip": _("Left out"),
            "spaces": _("Parking spaces"),
            "unusual": _("Unusual readings"),
            "value": _("Typed by hand"),
        },
        {"columns": meter_words.FIELDS | intake.FIELDS},
    ),
    "meters": Words(
        {"initial_e3": _("First reading"), "final_e3": _("Last reading")},
        {},
    ),
    "office": Words({"allowed": _("Allowed")}, {}),
    "office_hours": Words({str(number): day for number, day in enumerate(WEEKDAYS)}, {}),
    "office_phones": Words({}, {"kind": PHONES}),
    "office_special_days": Words({"hours": _("Hours")}, {}),
    "papers": Words({"of": _("Belongs to")}, {}),
    "parcels": Words({"ending": _("How it ended")}, {"ending": _without_tone(gate.ENDINGS)}),
    "patrol_points": Words({"location": _("Where it is")}, {}),
    "parking_spaces": Words({"spaces": _("Parking spaces")}, {}),
    "permits": Words(
        {"works": _("Works"), "deposit": _("Deposit")},
        {"works": permits.WORKS, "state": _without_tone(permits.STATES), "step": permits.STEPS},
    ),
    "places": Words({"places": _("Places")}, {"kind": places.KINDS}),
    "public_entries": Words(
        {"ledger": _("Ledger"), "source": _("Where it comes from"), "by": _("Reversed by no.")},
        {"ledger": disclosure.LEDGERS, "source": disclosure.SOURCES},
    ),
    "receipts": Words({"by": _("Reversed by no.")}, {}),
    "responsible_people": Words({**_PERSON, "position": _("Position")}, {}),
    "service_records": Words({**_PERSON, "done_on": _("Done on")}, {}),
    "sharing_batches": Words(
        {
            "rules": _("Rules"),
            "factor_e4": _("Factor"),
            "fee_item_id": _("Fee item no."),
            "fee_item_name": _("Fee item"),
            "from_floor": _("From floor"),
            "to_floor": _("To floor"),
            "home_subs": _("Homes' meters are sub meters"),
            "kept_fen": _("Stays with the office"),
            "meter_kind": _("Kind of meter"),
            "own_e6": _("The office's own use"),
            "pool_kind": _("What is shared"),
        },
        {"method": sharing.METHODS, "pool_kind": sharing.POOLS, "meter_kind": meters.KINDS},
    ),
    "surveys": Words(
        {
            "per": _("Who answers"),
            "anonymous": _("Anonymous"),
            "may_change": _("Answers may be changed"),
            "set_size": _("Shown from so many answers"),
            "kept_group": _("Kept of who answers"),
            "copies": _("Copies"),
        },
        {
            "per": surveys.PER,
            "kept_group": surveys.KEPT_GROUPS,
            "scope": _SCOPES,
            "anonymous": _YES_NO,
            "may_change": _YES_NO,
        },
    ),
    "upkeep_plans": Words(
        {
            "work": _("Kind of work"),
            "legal": _("Asked for by law"),
            "rhythm": _("When it falls due"),
            "every": _("Every"),
            "unit": _("Unit of time"),
            "counts_from": _("Counted from"),
            "basis": _("On what it rests"),
            "first_due": _("First due"),
            "lead_days": _("Order made so many days before"),
            "level": _("Level"),
            "done_by": _("Who does it"),
            "statutory": _("By law"),
            "ladder": _("Ladder"),
            "list_id": _("Check list no."),
            "season_from": _("Season from"),
            "season_to": _("Season until"),
            "counter": _("Counter"),
            "first_value": _("First due at"),
            "step_value": _("Due every"),
        },
        {
            "work": upkeep.WORKS,
            "legal": _YES_NO,
            "rhythm": upkeep.RHYTHMS,
            "unit": upkeep.UNITS,
            "counts_from": upkeep.COUNTS_FROM,
            "level": {str(level): word for level, word in upkeep.LEVELS.items()},
            "done_by": upkeep.DONE_BY,
            "statutory": equipment.STATUTORY,
            "ladder": upkeep.LADDERS,
            "counter": upkeep.COUNTERS | upkeep.METERS,
        },
    ),
    "votes": Words(
        {
            "usages": _("Homes that count"),
            "convention": _("How owners count"),
            "co_owners": _("Who votes for co-owners"),
            "secrecy": _("Secrecy"),
            "silence_basis": _("Silence counts with the majority, by"),
            "notice_days": _("Days of notice"),
            "motions": _("Motions"),
            "units": _("Owners who count"),
            "area": _("Area"),
            "unknown": _("Owners not on record"),
            "several": _("Owners of several homes"),
            "developer": _("Developer's homes"),
            "paper": _("Paper ballots printed"),
            "ballots": _("Ballots"),
            "passed": _("Passed"),
            "answer": _("Answer"),
            "holder": _("Who votes for them"),
            "accepted": _("Accepted"),
        },
        {
            "usages": USAGE_NAMES,
            "convention": votes.CONVENTIONS_SHORT,
            "co_owners": votes.CO_OWNERS,
            "secrecy": votes.SECRECY_SHORT,
            "scope": _SCOPES,
            "way": votes.WAYS,
            "kind": {"ballot": _("Ballots"), "roll": _("Roll")},
        },
    ),
}
