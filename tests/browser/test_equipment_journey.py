"""Equipment: its plans make their own orders, a service is recorded and signed, what is left of its life is reckoned."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from estate.data import read
from tests.appliance import Appliance
from tests.browser.test_month_and_till import at_work
from tests.conftest import Community

OVERDUE = """
    SELECT d.id, d.equipment_id, d.plan_id, d.order_id FROM upkeep_dues AS d JOIN equipment AS e ON e.id = d.equipment_id
     WHERE d.order_id IS NOT NULL AND e.code LIKE 'DT-%' AND d.record_id IS NULL ORDER BY d.due_on LIMIT 1
"""


def test_equipment(office: Appliance, community: Community, open_browser: Callable[..., Page]) -> None:
    """Journey 7."""
    liu = at_work(office, community, open_browser, "manager")
    zhou = at_work(office, community, open_browser, "repairer", width=820)
    with read() as db:
        [(due, lift, plan, order)] = db.tuples(OVERDUE)

    liu.go("/upkeep")
    expect(liu.page.locator(f"#due-{due}")).to_contain_text("DT-")
    liu.look()
    liu.go(f"/upkeep/plans/{plan}")
    liu.look()
    liu.go(f"/repairs/{order}")
    liu.sees("Belongs to")

    zhou.go(f"/upkeep/dues/{due}/record")
    zhou.look()
    page = zhou.page
    for yes in page.locator("#record-form input[type=radio][value=yes]").all():
        yes.check()
    page.locator("#record-form input[name=outcome]").first.check()
    page.fill("#findings", "Doors adjusted, rope greased")
    page.fill("#person", "Zhou Qiang")
    page.click("#record-form .big-action button")
    expect(page).to_have_url(re.compile(r"/upkeep/records/\d+$"))
    zhou.look()

    liu.go(page.url.removeprefix(office.url))
    liu.look()
    liu.fill(name="Liu Min")
    liu.page.click("#sign-form button.primary")
    expect(liu.page.locator("#signatures")).to_contain_text("Liu Min")
    liu.go("/upkeep")
    expect(liu.page.locator(f"#due-{due}")).to_have_count(0)
    liu.go(f"/upkeep/equipment/{lift}")
    liu.look()
    liu.go("/upkeep/forecast")
    liu.look()
    liu.go(f"/equipment/{lift}")
    liu.look()
