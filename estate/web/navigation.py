"""The rooms of the house: what the rail shows, for those who may enter."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from estate.access import permissions as may
from estate.access.me import Me
from estate.i18n import lazy as _
from estate.web.context import current


@dataclass(frozen=True)  # no tuple: the template asks a tab for its `count`
class Tab:
    """One of several lists of a room."""

    label: str
    href: str
    permission: str
    icon: str = ""  # where the lists of a room stand as tiles (an owner's phone)

    @property
    def active(self) -> bool:
        """Whether the present page is this list."""
        return current().path == self.href

    @property
    def count(self) -> int | None:
        """How many things wait in this list; None where nobody counts them, or nothing waits."""
        counted = _counts.get(self.href)
        return (counted() or None) if counted else None


_counts: dict[str, Callable[[], int]] = {}


def count(href: str, waiting: Callable[[], int]) -> None:
    """Name what counts the things that wait in a list (see app.py)."""
    _counts[href] = waiting


GUARDS_FIRST = ("rounds", "gate")
"""What a guard opens all day stands first: a phone's bar has room for four."""


class Room(NamedTuple):
    key: str
    label: str
    href: str
    icon: str
    permission: str
    also: tuple[str, ...] = ()  # other addresses of the same room
    tabs: tuple[Tab, ...] = ()  # its lists, when there are several; the first is at the room's own address

    @property
    def active(self) -> bool:
        """Whether the present page lies in this room."""
        path = current().path
        lists = (tab.href for tab in self.tabs)
        return any(path == one or path.startswith(f"{one}/") for one in (self.href, *self.also, *lists))

    @property
    def waiting(self) -> int | None:
        """How many things wait in this room and its lists for the person of this request; None where nothing waits."""
        hrefs = {self.href, *(tab.href for tab in self.tabs)}
        return sum(_counts[href]() for href in hrefs if href in _counts) or None


STAFF = [
    Room("today", _("Today"), "/today", "home", may.DASHBOARD_READ),
    Room("counter", _("Counter"), "/counter", "cash", may.PAYMENTS_TAKE),
    Room(
        "homes",
        _("Homes"),
        "/homes",
        "building",
        may.HOMES_READ,
        ("/buildings", "/zones", "/parking", "/settlements", "/invitations", "/residencies"),
        (
            Tab(_("Homes"), "/homes", may.HOMES_READ),
            Tab(_("People"), "/people", may.PEOPLE_READ),
            Tab(_("Groups of homes"), "/home-groups", may.HOMES_READ),
            Tab(_("Import"), "/imports", may.LEDGERS_IMPORT),
        ),
    ),
    Room("people", _("People"), "/people", "users", may.PEOPLE_READ, ("/invitations", "/residencies")),
    Room(
        "repairs",
        _("Repairs"),
        "/repairs",
        "tools",
        may.REPAIRS_READ,
        ("/upkeep", "/places"),
        (
            Tab(_("Board"), "/repairs", may.REPAIRS_READ),
            Tab(_("My work"), "/repairs/mine", may.REPAIRS_WORK),
            Tab(_("Pool"), "/pool", may.REPAIRS_WORK),
            Tab(_("Hand out"), "/dispatch", may.REPAIRS_ASSIGN),
            Tab(_("Calendar"), "/appointments", may.REPAIRS_READ),
            Tab(_("Work orders"), "/repairs/orders", may.REPAIRS_READ),
            Tab(_("Equipment"), "/equipment", may.EQUIPMENT_READ),
            Tab(_("Crew"), "/crew", may.CREW_READ),
            Tab(_("My shifts"), "/shifts", may.REPAIRS_WORK),
            Tab(_("Public places"), "/places", may.PLACES_READ),
            Tab(_("QR labels"), "/labels", may.PLACES_EDIT),
            Tab(_("Outside firms"), "/contractors", may.CONTRACTORS_READ),
            Tab(_("Price list"), "/repairs/prices", may.MATERIALS_READ),
            Tab(_("Store room"), "/repairs/stock", may.MATERIALS_READ),
            Tab(_("Costs"), "/repairs/costs", may.COSTS_READ),
            Tab(_("Norms"), "/repairs/settings", may.REPAIRS_SETTINGS),
        ),
    ),
    Room(
        "voices",
        _("Owner services"),
        "/announcements",
        "message-circle",
        may.ANNOUNCEMENTS_READ,
        (),
        (
            Tab(_("Chat"), "/chat", may.CHAT_READ),
            Tab(_("Complaints"), "/complaints", may.COMPLAINTS_READ),
            Tab(_("Announcements"), "/announcements", may.ANNOUNCEMENTS_READ),
            Tab(_("Messages"), "/messages", may.MESSAGES_READ),
            Tab(_("Surveys"), "/surveys", may.SURVEYS_READ),
            Tab(_("Votes"), "/votes", may.VOTES_READ),
            Tab(_("Service window"), "/window", may.WINDOW_READ),
            Tab(_("Disclosure"), "/disclosures", may.DISCLOSURE_READ),
            Tab(_("Renovation permits"), "/permits", may.PERMITS_READ),
            Tab(_("Visitors"), "/visitors", may.GATE_CHECK),
            Tab(_("Parcels"), "/parcels", may.GATE_CHECK),
        ),
    ),
    Room(
        "bill-runs",
        _("Billing"),
        "/bill-runs",
        "file-invoice",
        may.BILLS_READ,
        ("/charges", "/days-off"),
        (
            Tab(_("Bill runs"), "/bill-runs", may.BILLS_READ),
            Tab(_("Fees"), "/fee-items", may.TARIFFS_READ),
            Tab(_("Shared costs"), "/shared-costs", may.SHARED_READ),
            Tab(_("Waivers"), "/waivers", may.WAIVERS_READ),
            Tab(_("Penalties"), "/penalties", may.BILLS_READ),
            Tab(_("Meters"), "/meters", may.METERS_READ),
            Tab(_("Reading round"), "/readings", may.READINGS_TAKE),
            Tab(_("Papers"), "/documents", may.DOCUMENTS_MAKE),
        ),
    ),
    Room(
        "receipts",
        _("Accounts"),
        "/receipts",
        "receipt-2",
        may.RECEIPTS_READ,
        ("/till-days", "/statement-lines", "/claims"),
        (
            Tab(_("Receipts"), "/receipts", may.RECEIPTS_READ),
            Tab(_("Day close"), "/day-closes", may.RECEIPTS_READ),
            Tab(_("Prepayments"), "/prepayments", may.RECEIPTS_READ),
            Tab(_("Refunds and credits"), "/refunds", may.RECEIPTS_READ),
            Tab(_("Deposits"), "/deposits", may.RECEIPTS_READ),
            Tab(_("Reconciliation"), "/statements", may.ACCOUNTS_RECONCILE),
            Tab(_("Trial balance"), "/books", may.BOOKS_READ),
            Tab(_("Collection rates"), "/books/rates", may.BOOKS_READ),
            Tab(_("Journal"), "/books/journal", may.BOOKS_READ),
            Tab(_("Month close"), "/month-closes", may.BOOKS_READ),
        ),
    ),
    Room(
        "arrears",
        _("Arrears"),
        "/arrears",
        "alert-triangle",
        may.BILLS_READ,
        (),
        (
            Tab(_("Arrears"), "/arrears", may.BILLS_READ),
            Tab(_("Cases"), "/dunning", may.DUNNING_READ),
            Tab(_("To do"), "/dunning/tasks", may.DUNNING_READ),
            Tab(_("Follow-ups"), "/contacts", may.CONTACTS_LOG),
            Tab(_("Letters"), "/letters", may.LETTERS_MAKE),
            Tab(_("Instalment plans"), "/plans", may.PLANS_AGREE),
            Tab(_("Limitation"), "/letters/limitation", may.LETTERS_MAKE),
            Tab(_("Strategies"), "/dunning/strategies", may.DUNNING_READ),
            Tab(_("What works"), "/dunning/effect", may.DUNNING_READ),
        ),
    ),
    Room(
        "messages",
        _("Messages"),
        "/messages",
        "mail",
        may.MESSAGES_READ,
        (),
        (
            Tab(_("Messages"), "/messages", may.MESSAGES_READ),
            Tab(_("Failed"), "/messages/failed", may.MESSAGES_READ),
            Tab(_("On paper"), "/messages/paper", may.MESSAGES_READ),
            Tab(_("Message texts"), "/messages/templates", may.MESSAGES_EDIT),
            Tab(_("Switches"), "/messages/settings", may.MESSAGES_EDIT),
            Tab(_("Channels"), "/channels", may.CHANNELS_EDIT),
        ),
    ),
    Room(
        "equipment",
        _("Equipment"),
        "/equipment",
        "adjustments",
        may.EQUIPMENT_READ,
        (),
        (
            Tab(_("Equipment"), "/equipment", may.EQUIPMENT_READ),
            Tab(_("Upkeep due"), "/upkeep", may.UPKEEP_READ),
            Tab(_("Plans of upkeep"), "/upkeep/plans", may.UPKEEP_READ),
            Tab(_("Service records"), "/upkeep/records", may.UPKEEP_READ),
            Tab(_("Check lists"), "/upkeep/lists", may.UPKEEP_EDIT),
            Tab(_("Replacement budget"), "/upkeep/forecast", may.UPKEEP_EDIT),
            Tab(_("Public places"), "/places", may.PLACES_READ),
        ),
    ),
    Room(
        "patrol",
        _("Patrol"),
        "/patrol",
        "shield-check",
        may.PATROL_READ,
        (),
        (
            Tab(_("Plan of the day"), "/patrol", may.PATROL_READ),
            Tab(_("My rounds"), "/patrol/rounds", may.PATROL_WALK),
            Tab(_("To decide"), "/patrol/conflicts", may.PATROL_READ),
            Tab(_("Points of patrol"), "/patrol/points", may.PATROL_READ),
            Tab(_("Patrol routes"), "/patrol/routes", may.PATROL_READ),
            Tab(_("Coverage"), "/patrol/coverage", may.PATROL_READ),
        ),
    ),
    Room("rounds", _("My rounds"), "/patrol/rounds", "walk", may.PATROL_WALK, ("/patrol/checks",)),
    Room("gate", _("Gatehouse"), "/gate", "door", may.GATE_CHECK),
    Room("readings", _("Reading round"), "/readings", "ruler-2", may.READINGS_TAKE),
    Room("imports", _("Import"), "/imports", "upload", may.LEDGERS_IMPORT),
    Room(
        "office",
        _("Office"),
        "/office",
        "settings",
        may.OFFICE_EDIT,
        ("/users", "/practice", "/audit", "/welcome"),
        (
            Tab(_("Office"), "/office", may.OFFICE_EDIT),
            Tab(_("Tablets"), "/tablets", may.TABLETS_MANAGE),
            Tab(_("Import"), "/imports", may.LEDGERS_IMPORT),
        ),
    ),
]

OWNER = [
    Room(
        "my-bills",
        _("Bills"),
        "/my/bills",
        "receipt",
        may.OWN_HOME,
        ("/my/history", "/my/receipts", "/my/charges", "/my/claims", "/my/plans", "/my/letters"),
    ),
    Room("my-repairs", _("Repairs"), "/my/repairs", "tool", may.OWN_HOME),
    Room(
        "my-office",
        _("Reach us"),
        "/my/office",
        "message-circle",
        may.OWN_HOME,
        (),
        (
            Tab(_("Reach us"), "/my/office", may.OWN_HOME),
            Tab(_("Chat"), "/my/chat", may.OWN_HOME, "message"),
            Tab(_("My complaints"), "/my/complaints", may.OWN_HOME, "message-circle"),
            Tab(_("Votes"), "/my/votes", may.OWN_HOME, "rubber-stamp"),
            Tab(_("Surveys"), "/my/surveys", may.OWN_HOME, "clipboard-list"),
            Tab(_("Announcements"), "/my/announcements", may.OWN_HOME, "speakerphone"),
            Tab(_("Visitors"), "/my/visitors", may.OWN_HOME, "user-plus"),
            Tab(_("Parcels"), "/my/parcels", may.OWN_HOME, "inbox"),
            Tab(_("Renovations"), "/my/permits", may.OWN_HOME, "tools"),
        ),
    ),
    Room("my-messages", _("Messages"), "/my/messages", "bell", may.OWN_HOME),
    Room("account", _("Me"), "/account", "user", may.SIGNED_IN),
]


RAIL = 9
"""Rooms that the rail shows; a further one stands in the account menu."""


def nav() -> list[Room]:
    """The rooms on the rail of the person of this request."""
    return _open_rooms()[:RAIL]


def more() -> list[Room]:
    """The rooms that do not fit on the rail: the office's own settings, for who enters everything."""
    return _open_rooms()[RAIL:]


def _open_rooms() -> list[Room]:
    person = current().me
    if person is None:
        return []
    rooms = STAFF if person.is_staff else OWNER
    open_to = [_entered(room, person) for room in rooms if person.may(room.permission)]
    if person.may(may.GATE_CHECK) and not person.may(may.PATROL_READ):
        open_to.sort(key=lambda room: room.key not in GUARDS_FIRST)
    lists = {tab.href for room in open_to for tab in room.tabs if tab.href != room.href}
    # A list of another room needs none of its own.
    return [room for room in open_to if room.href not in lists]


def _entered(room: Room, person: Me) -> Room:
    """The room with the first of its lists that this person may open as its address."""
    first = next((tab.href for tab in room.tabs if person.may(tab.permission)), room.href)
    return room._replace(href=first)


def tabs() -> list[Tab]:
    """The lists of the present room, on each of them; none where the person may enter only one.

    A room that is itself a list of another (equipment, of repairs) shows its own lists on its own pages.
    """
    person, shown = current().me, _open_rooms()
    if person is None:
        return []
    folded = [room for room in (STAFF if person.is_staff else OWNER) if room not in shown]
    here = next((room.tabs for room in (*folded, *shown) if any(tab.active for tab in room.tabs)), ())
    open_to = [tab for tab in here if person.may(tab.permission)]
    return open_to if len(open_to) > 1 else []
