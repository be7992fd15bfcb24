"""A passer-by with a phone scans a label and reports; a firm works by its link. Nobody of them signs in."""

import io
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page

from estate.contractors import actions as contractors
from estate.contractors.actions import Firm
from estate.data import read, write
from estate.data.store import System
from estate.labels import actions as labels
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from estate.repairs import queries as orders
from tests.appliance import Appliance
from tests.browser.look import Person


def test_a_fault_is_reported_by_its_label_and_mended_by_a_firm(
    office: Appliance, open_browser: Callable[..., Page]
) -> None:
    with write(System("test")) as tx:
        gate = places.add(tx, PlaceSpec("Gate of the test", "gate"))
        token = labels.label(tx, "place", gate)
    passer = Person(open_browser(width=390), office.url)
    passer.go(f"/scan/{token}")
    passer.sees("Gate of the test")
    passer.look()
    passer.press("Report it")
    passer.sees("Please check what is marked")
    passer.look()
    passer.page.get_by_role("radio", name="Entry phones and access").check()
    passer.fill(text="The gate does not close", phone="13812345678")
    passer.page.set_input_files("#photos", {"name": "gate.jpg", "mimeType": "image/jpeg", "buffer": _photo()})
    passer.press("Report it")
    passer.sees("Thank you, it is reported")
    passer.look()

    with read() as db:
        [order] = orders.of_place(db, gate)
    firm = contractors.save(Firm("Gates Ltd", "13900002222"), System("test"))
    link = contractors.hand_out(order.id, firm, "k", System("test"), days=7, contact=False).token
    worker = Person(open_browser(width=390), office.url)
    worker.go(f"/work/{link}")
    worker.look()
    for step in ("Accept", "Set out", "I am there", "Begin the work"):
        worker.press(step)
    worker.sees("What was done")
    worker.look()
    worker.fill(note="New hinge")
    worker.press("Work is done")
    worker.sees("The work is done, thank you")
    passer.page.reload()
    passer.sees("It is mended.")


def _photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (4000, 3000), "teal").save(made, "JPEG")
    return made.getvalue()
