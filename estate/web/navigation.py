"""The rooms of the house: what the rail shows, for those who may enter."""

from typing import NamedTuple

from estate.access import permissions as may
from estate.i18n import lazy as _
from estate.web.context import current


class Room(NamedTuple):
    key: str
    label: str
    href: str
    icon: str
    permission: str
    also: tuple[str, ...] = ()  # other addresses of the same room

    @property
    def active(self) -> bool:
        """Whether the present page lies in this room."""
        path = current().path
        return any(path == one or path.startswith(f"{one}/") for one in (self.href, *self.also))


STAFF = [
    Room("today", _("Today"), "/today", "home", may.DASHBOARD_READ),
    Room("counter", _("Counter"), "/counter", "cash", may.PAYMENTS_TAKE),
    Room("homes", _("Homes"), "/homes", "building", may.HOMES_READ, ("/buildings", "/zones", "/parking")),
    Room("people", _("People"), "/people", "users", may.PEOPLE_READ, ("/invitations", "/residencies")),
    Room("bill-runs", _("Billing"), "/bill-runs", "file-invoice", may.BILLS_READ, ("/charges",)),
    Room("fee-items", _("Fees"), "/fee-items", "calculator", may.TARIFFS_READ),
    Room("receipts", _("Receipts"), "/receipts", "receipt-2", may.RECEIPTS_READ),
    Room("imports", _("Import"), "/imports", "upload", may.LEDGERS_IMPORT),
    Room(
        "office",
        _("Office"),
        "/office",
        "settings",
        may.OFFICE_EDIT,
        ("/users", "/practice", "/audit", "/welcome"),
    ),
]

OWNER = [
    Room("my-bills", _("Bills"), "/my/bills", "receipt", may.OWN_HOME, ("/my/charges",)),
    Room("my-history", _("History"), "/my/history", "clock", may.OWN_HOME, ("/my/receipts",)),
    Room("account", _("Me"), "/account", "user", may.SIGNED_IN),
]


def nav() -> list[Room]:
    """The rooms that the person of this request may enter, at most nine."""
    person = current().me
    if person is None:
        return []
    rooms = STAFF if person.is_staff else OWNER
    return [room for room in rooms if person.may(room.permission)]
