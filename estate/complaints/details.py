"""What goes with a step of a complaint, and what is told when one is received."""

from datetime import date
from typing import NamedTuple


class Received(NamedTuple):
    """A complaint or suggestion as it is received.

    source: owner, clerk, scan or chat. home_id, reporter_*: who complains (reporter_id is a person of the community;
    all empty where nobody shall know). unnamed: not to be shown to the staff. What it is about: about_home_id,
    place_id, equipment_id or location in words (all empty: the complainer's own home or nothing in particular), and
    about_account_id, a person of the office.
    """

    source: str
    category: str
    title: str
    text: str = ""
    kind: str = "complaint"
    reporter_id: int | None = None
    reporter_name: str = ""
    reporter_phone: str = ""
    home_id: int | None = None
    unnamed: bool = False
    about_home_id: int | None = None
    about_account_id: int | None = None
    place_id: int | None = None
    equipment_id: int | None = None
    building_id: int | None = None
    location: str = ""


class Details(NamedTuple):
    """What goes with a step, as far as it needs it.

    text: for the complainer, or from them. reason: for the office alone. result: 1 to 5. other_id: the complaint to
    merge with. title, kind: of the part that is split off, with `text` and `category`. until: the day to which dunning
    rests; charge_ids: of these bills alone. paper_ids: photos that go with it. seen: the last step that stood on the page
    on which it was written; None where it is not known.
    """

    text: str = ""
    reason: str = ""
    handler_id: int | None = None
    category: str | None = None
    about_account_id: int | None = None
    outcome: str | None = None
    cause: str | None = None
    result: int | None = None
    other_id: int | None = None
    title: str = ""
    kind: str = "complaint"
    until: date | None = None
    charge_ids: tuple[int, ...] = ()
    paper_ids: tuple[int, ...] = ()
    seen: int | None = None


NOTHING = Details()
