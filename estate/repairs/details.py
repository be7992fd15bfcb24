"""What goes with a step of a work order."""

from typing import NamedTuple


class Details(NamedTuple):
    """What goes with a step, as far as it needs it.

    assignee_id: an account, or contractor_id (with the firm's name): to whom it is handed. waiting_for: parts, owner
    or permit. result: 1 to 5. lat_e6, lon_e6: where the device was, in millionths of a degree. device_at: when the
    step was taken by the device's clock, UTC text; the record keeps both times. paper_ids: photos that show it.
    """

    assignee_id: int | None = None
    contractor_id: int | None = None
    contractor_name: str = ""
    waiting_for: str | None = None
    reason: str = ""
    note: str = ""
    result: int | None = None
    lat_e6: int | None = None
    lon_e6: int | None = None
    device_at: str | None = None
    paper_ids: tuple[int, ...] = ()


NOTHING = Details()
