"""Every permission of the product and which role has it. A route without one does not start the program."""

from estate.i18n import lazy as _

PUBLIC = "public"  # nobody need be signed in
SIGNED_IN = "signed_in"  # any account, for its own things

OFFICE_EDIT = "office.edit"
USERS_MANAGE = "users.manage"
PRACTICE_USE = "practice.use"
PATTERNS_READ = "patterns.read"
AUDIT_READ = "audit.read"
DASHBOARD_READ = "dashboard.read"
SEARCH = "search"
HOMES_READ = "homes.read"
HOMES_EDIT = "homes.edit"
GROUPS_EDIT = "homes.groups"  # groups of homes, for announcements and surveys
PEOPLE_READ = "people.read"
PEOPLE_EDIT = "people.edit"
PEOPLE_INVITE = "people.invite"
PHONE_REVEAL = "people.phone.reveal"
ID_NUMBER_REVEAL = "people.id_number.reveal"
CARE_READ = "people.care.read"
CARE_EDIT = "people.care.edit"
LEDGERS_IMPORT = "ledgers.import"
TARIFFS_READ = "tariffs.read"
TARIFFS_EDIT = "tariffs.edit"
BILLS_READ = "bills.read"
BILLS_RUN = "bills.run"
BILLS_REVERSE = "bills.reverse"
PAYMENTS_TAKE = "payments.take"
RECEIPTS_READ = "receipts.read"
RECEIPTS_REVERSE = "receipts.reverse"
RECEIPTS_VOID = "receipts.void"  # one's own of the day
WAIVERS_READ = "waivers.read"
WAIVERS_REQUEST = "waivers.request"
WAIVERS_GRANT = "waivers.grant"  # within the office's limit, one's own requests too
WAIVERS_APPROVE = "waivers.approve"  # above the limit, never one's own; taking waivers back
PENALTIES_POST = "penalties.post"  # by decision; one that is collected needs only PAYMENTS_TAKE
DISCOUNTS_EDIT = "discounts.edit"
SHARED_READ = "shared.read"
SHARED_EDIT = "shared.edit"
METERS_READ = "meters.read"
METERS_EDIT = "meters.edit"
READINGS_TAKE = "readings.take"
DAYS_CLOSE = "days.close"  # one's own till
DAYS_CLOSE_ANY = "days.close.any"  # a colleague's, and earlier days without counting
DAYS_CONFIRM = "days.confirm"  # as the second person
DAYS_REOPEN = "days.reopen"
DOCUMENTS_MAKE = "documents.make"
SETTLEMENTS_PREPARE = "settlements.prepare"
SETTLEMENTS_COMPLETE = "settlements.complete"  # bills are reversed and charged anew, the home changes hands
REFUNDS_REQUEST = "refunds.request"  # credits and refunds: ask, and pay out what is approved
REFUNDS_APPROVE = "refunds.approve"  # above the office's limit, never one's own; taking them back
DEPOSITS_TAKE = "deposits.take"
ACCOUNTS_RECONCILE = "accounts.reconcile"
BOOKS_READ = "books.read"
BOOKS_EDIT = "books.edit"  # account codes
MONTHS_CLOSE = "months.close"
MONTHS_REOPEN = "months.reopen"
CONTACTS_LOG = "contacts.log"  # calls and visits about debts, promises, follow-ups
MESSAGES_READ = "messages.read"
MESSAGES_SEND = "messages.send"  # try again, print, hand out
MESSAGES_EDIT = "messages.edit"  # switches and texts
LETTERS_MAKE = "letters.make"  # draft, issue, deliver; what interrupts limitation
LETTER_TEXTS_EDIT = "letters.texts"
DUNNING_READ = "dunning.read"
DUNNING_WORK = "dunning.work"  # steps by hand, tasks, pauses
DUNNING_MANAGE = "dunning.manage"  # strategies, runs, closing a case
CHANNELS_EDIT = "channels.edit"  # providers of mail, SMS and notifications, with their keys
ARREARS_NOTE = "arrears.note"  # why somebody does not pay
ARREARS_LIST = "arrears.list"  # a list for the notice board, once it is allowed
ARREARS_PUBLISH = "arrears.publish"  # allow it, with its legal basis
PLANS_AGREE = "plans.agree"  # instalments: draft, print, note the signatures, end
PLANS_APPROVE = "plans.approve"  # above the office's limit, never one's own
EVIDENCE_MAKE = "evidence.make"  # all about one debt, for a lawyer
EQUIPMENT_READ = "equipment.read"
EQUIPMENT_EDIT = "equipment.edit"
EQUIPMENT_LOG = "equipment.log"  # out of service and back, photos
UPKEEP_READ = "upkeep.read"  # plans, what is due, service records
UPKEEP_EDIT = "upkeep.edit"  # plans and check lists
UPKEEP_RECORD = "upkeep.record"  # write service records
UPKEEP_SIGN = "upkeep.sign"  # as the safety officer of the user
REPAIRS_READ = "repairs.read"  # the board and orders: one's own and the pool
REPAIRS_ALL = "repairs.all"  # everybody's
REPAIRS_REPORT = "repairs.report"
REPAIRS_ASSIGN = "repairs.assign"  # hand out, cancel, call back, sign off for an owner
REPAIRS_WORK = "repairs.work"  # take from the pool, carry out
REPAIRS_SETTINGS = "repairs.settings"  # norms, days until signed off, warranty
CREW_READ = "crew.read"  # who mends: skills, shifts, absences
CREW_EDIT = "crew.edit"
ANNOUNCEMENTS_READ = "announcements.read"
ANNOUNCEMENTS_EDIT = "announcements.edit"  # write, publish, correct, withdraw
CHAT_READ = "chat.read"  # every conversation
CHAT_ANSWER = "chat.answer"  # take, answer, hand over, end
CHAT_SETTINGS = "chat.settings"  # prepared answers, minutes and days; give on somebody else's
VOTES_READ = "votes.read"
VOTES_RUN = "votes.run"  # draft, open, extend, count, call off
VOTES_ENTER = "votes.enter"  # paper ballots, proxies, whom co-owners named
PATROL_WALK = "patrol.walk"  # one's own rounds and those that are handed to nobody
PATROL_READ = "patrol.read"  # every round, history, coverage
PATROL_PLAN = "patrol.plan"  # points, routes, schedules, hand-out, conflicts
TABLETS_MANAGE = "tablets.manage"  # HTTPS, and which devices are the office's
PLACES_READ = "places.read"  # public places and their labels
PLACES_EDIT = "places.edit"
CONTRACTORS_READ = "contractors.read"  # outside firms
CONTRACTORS_EDIT = "contractors.edit"  # and their links to one order
MATERIALS_READ = "materials.read"  # price list and stock
MATERIALS_EDIT = "materials.edit"  # prices, rules of quotes, counts
STOCK_MOVE = "stock.move"  # goods in
COSTS_READ = "repairs.costs"  # what orders cost the office
COMPLAINTS_READ = "complaints.read"  # all but those about oneself
COMPLAINTS_TAKE = "complaints.take"  # write one down at the desk
COMPLAINTS_HANDLE = "complaints.handle"  # take in hand, answer, close
COMPLAINTS_REVEAL = "complaints.reveal"  # who stays unnamed: for who has it in hand, and the manager
COMPLAINTS_MANAGE = (
    "complaints.manage"  # hand out, merge, close for others; what is escalated; clocks and kinds
)
SURVEYS_READ = "surveys.read"  # results, who has taken part
SURVEYS_EDIT = "surveys.edit"  # write, open, close, enter paper
WINDOW_READ = "window.read"  # hours, numbers, services as owners read them
WINDOW_EDIT = "window.edit"
DISCLOSURE_READ = "disclosure.read"  # with its ledgers: repair fund, common income
DISCLOSURE_EDIT = "disclosure.edit"  # entries, drafts, what stands on each
DISCLOSURE_PUBLISH = "disclosure.publish"
GATE_CHECK = "gate.check"  # passes and parcels at the gate, and their registers
GATE_MANAGE = "gate.manage"  # days of parcels, renovations, names
PERMITS_READ = "permits.read"  # renovations
PERMITS_DECIDE = "permits.decide"  # enter, approve, refuse, inspect, accept
OWN_HOME = "own_home"  # an owner's or tenant's own pages

EVERYONE = frozenset({SIGNED_IN})
_DESK = EVERYONE | {SEARCH, DASHBOARD_READ, HOMES_READ, PEOPLE_READ, ANNOUNCEMENTS_READ, WINDOW_READ}
_CLERK = _DESK | {
    DISCLOSURE_READ,
    GATE_CHECK,
    PERMITS_READ,
    PERMITS_DECIDE,
    CHAT_READ,
    CHAT_ANSWER,
    WINDOW_EDIT,
    COMPLAINTS_READ,
    COMPLAINTS_TAKE,
    COMPLAINTS_HANDLE,
    COMPLAINTS_REVEAL,
    ANNOUNCEMENTS_EDIT,
    SURVEYS_READ,
    SURVEYS_EDIT,
    ARREARS_NOTE,
    EQUIPMENT_READ,
    EQUIPMENT_LOG,
    UPKEEP_READ,
    UPKEEP_RECORD,
    UPKEEP_SIGN,
    HOMES_EDIT,
    GROUPS_EDIT,
    PEOPLE_EDIT,
    PEOPLE_INVITE,
    PHONE_REVEAL,
    BILLS_READ,
    VOTES_READ,
    VOTES_ENTER,
    TARIFFS_READ,
    WAIVERS_READ,
    WAIVERS_REQUEST,
    METERS_READ,
    METERS_EDIT,
    READINGS_TAKE,
    DOCUMENTS_MAKE,
    SETTLEMENTS_PREPARE,
    CONTACTS_LOG,
    MESSAGES_READ,
    MESSAGES_SEND,
    LETTERS_MAKE,
    PLANS_AGREE,
    DUNNING_READ,
    DUNNING_WORK,
    REPAIRS_READ,
    REPAIRS_ALL,
    REPAIRS_REPORT,
    REPAIRS_ASSIGN,
    CREW_READ,
    CREW_EDIT,
    PLACES_READ,
    PLACES_EDIT,
    CONTRACTORS_READ,
    CONTRACTORS_EDIT,
    PATROL_WALK,
    PATROL_READ,
    PATROL_PLAN,
    MATERIALS_READ,
    STOCK_MOVE,
    COSTS_READ,
}
_CASHIER = _DESK | {
    DISCLOSURE_READ,
    DISCLOSURE_EDIT,
    COMPLAINTS_READ,
    COMPLAINTS_TAKE,
    COMPLAINTS_HANDLE,
    COMPLAINTS_REVEAL,
    ARREARS_NOTE,
    PHONE_REVEAL,
    VOTES_READ,
    VOTES_ENTER,
    TARIFFS_READ,
    BILLS_READ,
    BILLS_RUN,
    PAYMENTS_TAKE,
    RECEIPTS_READ,
    RECEIPTS_REVERSE,
    RECEIPTS_VOID,
    WAIVERS_READ,
    WAIVERS_REQUEST,
    WAIVERS_GRANT,
    SHARED_READ,
    METERS_READ,
    READINGS_TAKE,
    DAYS_CLOSE,
    DAYS_CONFIRM,
    DOCUMENTS_MAKE,
    REFUNDS_REQUEST,
    DEPOSITS_TAKE,
    ACCOUNTS_RECONCILE,
    BOOKS_READ,
    SETTLEMENTS_PREPARE,
    CONTACTS_LOG,
    MESSAGES_READ,
    LETTERS_MAKE,
    PLANS_AGREE,
    DUNNING_READ,
    DUNNING_WORK,
    REPAIRS_READ,
    REPAIRS_ALL,
    REPAIRS_REPORT,
    MATERIALS_READ,
}
_MANAGER = (
    _CLERK
    | _CASHIER
    | {
        ARREARS_LIST,
        DISCLOSURE_PUBLISH,
        GATE_MANAGE,
        COMPLAINTS_MANAGE,
        CHAT_SETTINGS,
        EQUIPMENT_EDIT,
        UPKEEP_EDIT,
        TARIFFS_EDIT,
        VOTES_RUN,
        BILLS_REVERSE,
        REFUNDS_APPROVE,
        WAIVERS_APPROVE,
        PENALTIES_POST,
        DISCOUNTS_EDIT,
        SHARED_EDIT,
        LEDGERS_IMPORT,
        CARE_READ,
        CARE_EDIT,
        ID_NUMBER_REVEAL,
        AUDIT_READ,
        PRACTICE_USE,
        DAYS_CLOSE_ANY,
        DAYS_REOPEN,
        BOOKS_EDIT,
        MONTHS_CLOSE,
        MONTHS_REOPEN,
        SETTLEMENTS_COMPLETE,
        MESSAGES_EDIT,
        LETTER_TEXTS_EDIT,
        PLANS_APPROVE,
        EVIDENCE_MAKE,
        DUNNING_MANAGE,
        REPAIRS_SETTINGS,
        MATERIALS_EDIT,
    }
)
_SITE = EVERYONE | {
    WINDOW_READ,
    SEARCH,
    HOMES_READ,
    READINGS_TAKE,
    EQUIPMENT_READ,
    REPAIRS_READ,
    REPAIRS_REPORT,
    ANNOUNCEMENTS_READ,
    PATROL_WALK,
    PLACES_READ,
    MATERIALS_READ,
}
_REPAIRER = _SITE | {
    EQUIPMENT_LOG,
    UPKEEP_READ,
    UPKEEP_RECORD,
    REPAIRS_WORK,
}
_PATROL = _SITE | {GATE_CHECK, PERMITS_READ}

ROLES: dict[str, frozenset[str]] = {
    "administrator": _MANAGER
    | {ARREARS_PUBLISH, OFFICE_EDIT, USERS_MANAGE, CHANNELS_EDIT, TABLETS_MANAGE, PATTERNS_READ},
    "manager": _MANAGER,
    "cashier": _CASHIER,
    "clerk": _CLERK | {CARE_READ, CARE_EDIT},
    "repairer": _REPAIRER,
    "patrol": _PATROL,
    "owner": EVERYONE | {OWN_HOME},
}

ROLE_NAMES: dict[str, str] = {
    "administrator": _("Administrator"),
    "manager": _("Manager"),
    "cashier": _("Cashier"),
    "clerk": _("Service clerk"),
    "repairer": _("Repairer"),
    "patrol": _("Patrol"),
    "owner": _("Owner or tenant"),
}

STAFF_ROLES = [role for role in ROLES if role != "owner"]


def permissions_of(roles: frozenset[str]) -> frozenset[str]:
    """What somebody with these roles may do."""
    return frozenset[str]().union(*(ROLES.get(role, frozenset()) for role in roles))
