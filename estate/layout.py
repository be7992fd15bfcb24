"""What every page shows of the features: the office, marks of arrears, and how many things wait in each list."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from estate.access.me import Me
from estate.access.permissions import BILLS_READ
from estate.arrears import queries as arrears
from estate.chat import queries as chat
from estate.complaints import queries as complaints
from estate.complaints import queries_own as own_complaints
from estate.contacts import queries as contacts
from estate.data import Reader, clock, read
from estate.disclosure import queries as disclosure
from estate.gate import queries_parcels as parcels
from estate.gate import queries_permits as permits
from estate.materials import queries as materials
from estate.messages import queries as messages
from estate.office.identity import identity
from estate.patrol import queries_seen as patrol
from estate.plans import queries as plans
from estate.repairs import queries_crew as orders
from estate.repairs import queries_own as repairs
from estate.surveys import queries as surveys
from estate.votes import queries as votes
from estate.waivers import queries as waivers
from estate.web import live, navigation
from estate.web.context import current
from estate.web.page import provide

WAITING: dict[str, Callable[[Reader], int]] = {
    "/waivers": waivers.open_requests,
    "/contacts": lambda db: contacts.waiting(db, clock.today().isoformat()),
    "/plans": plans.waiting,
    "/dispatch": orders.in_pool_count,
    "/messages/failed": messages.failed,
    "/messages/paper": messages.on_paper,
    "/patrol/conflicts": patrol.waiting,
    "/repairs/stock": materials.short,
    "/votes": votes.to_do,
    "/permits": permits.waiting,
    "/disclosures": disclosure.due,
    "/parcels": parcels.overdue,
}
"""How many things wait in a list of the office, by its address."""

OWN: dict[str, Callable[[Reader, Me], int]] = {
    "/chat": chat.waiting,
    "/my/chat": chat.unread,
    "/my/messages": messages.unread,
    "/my/repairs": repairs.waiting,
    "/my/surveys": surveys.waiting,
    "/my/votes": votes.to_vote,
    "/my/parcels": parcels.own_waiting,
    "/my/complaints": own_complaints.waiting,
    "/complaints": complaints.waiting,
}
"""How many wait for the person who looks."""


def set_up() -> None:
    """Name to the pages what they show, and to the rooms what waits in their lists."""
    provide(
        arrears_of=lambda: _arrears_of,
        office=_office,
        nav=navigation.nav,
        nav_more=navigation.more,
        tabs=navigation.tabs,
        unread=_own(messages.unread),
        chats=_own(chat.of_me),
        heard=live.page_url,
    )
    for href, counted in WAITING.items():
        navigation.count(href, _waiting(counted))
    for href, counted in OWN.items():
        navigation.count(href, _own(counted))


def _waiting(counted: Callable[[Reader], int]) -> Callable[[], int]:
    def count() -> int:
        with read() as db:
            return counted(db)

    return count


def _own(counted: Callable[[Reader, Me], int]) -> Callable[[], int]:
    def count() -> int:
        person = current().me
        if person is None:
            return 0
        with read() as db:
            return counted(db, person)

    return count


def _office() -> Any:
    with read() as db:
        return identity(db)


def _arrears_of(shown: Iterable[Any]) -> arrears.Marks:
    """The marks of the homes that a page shows (ui.arrears_mark), in one query, for those who see what is owed.

    shown: home ids, rows with a `home_id`, or lists of such.
    """
    person = current().me
    if person is None or not person.may(BILLS_READ):
        return arrears.Marks()
    with read() as db:
        return arrears.marks(db, _home_ids(shown))


def _home_ids(shown: Iterable[Any]) -> Iterator[int]:
    for one in shown:
        if isinstance(one, int):
            yield one
        elif hasattr(one, "home_id"):
            yield from [one.home_id] if one.home_id else []
        elif one and not isinstance(one, str):
            yield from _home_ids(one)
