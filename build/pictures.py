"""Take the pictures of the README and the guides anew, in both languages, from an invented community.

    .venv/bin/python build/pictures.py [FOLDER]     docs/pictures unless told otherwise

Needs Chromium (`make test` installs Debian's).
The same seed gives the same people; months and bills follow today's date.
"""

import json
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.appliance import Appliance, free_port  # noqa: E402
from tests.browser.conftest import FLAGS, sign_in  # noqa: E402

LANGUAGES = {"zh": ("zh-CN", ""), "en": ("en-GB", "-en")}
LEDGER = ROOT / "tests/intake/ledgers/jinxiu/房产业主台账.xlsx"
HOMES, YEARS = 240, 1
PORT = 8080
COLOURS = 256
OFFICE = {
    "community_name": "锦绣家园",
    "company": "锦绣家园物业服务中心",
    "phone": "0571-85550100",
    "name": "陈洁",
    "login": "chenjie",
    "password": "sun and rain",
    "again": "sun and rain",
}

# A home that owes some months in full: the most telling one for the counter.
OWING = """
select h.id from v_charges c join homes h on h.code = c.home
where c.balance_fen > 0 group by h.id
having count(*) between 8 and 12 order by max(c.paid_fen > 0), count(*), h.id limit 1
"""

# A receipt that fits its sheet in one look.
SHORT = """
select r.number from receipts r join allocations a on a.receipt_id = r.id
where r.kind = 'receipt' and r.method <> 'prepayment' group by r.id
having count(*) between 4 and 6 order by r.id desc limit 1
"""


class Camera:
    """A browser in one language that writes what it sees as small PNG files."""

    def __init__(self, browser: Browser, folder: Path, language: str) -> None:
        self._browser = browser
        self._folder = folder
        self._locale, self._ending = LANGUAGES[language]
        self._language = language

    def page(self, width: int = 1100, height: int = 760) -> Page:
        """A window of its own, with no cookies."""
        context = self._browser.new_context(viewport={"width": width, "height": height}, locale=self._locale)
        context.set_default_timeout(20_000)
        return context.new_page()

    def signed_in(self, running: Appliance, login: str, password: str, *size: int) -> Page:
        """A window in which somebody works, in the camera's language."""
        page = self.page(*size)
        sign_in(page, running.url, login, password)
        page.goto(f"{running.url}/account")
        page.locator(
            "button[name=locale]:visible", has_text={"zh": "中文", "en": "English"}[self._language]
        ).click()
        page.wait_for_load_state()
        return page

    def take(self, page: Page, name: str, **how: object) -> None:
        """Write NAME.png, or NAME-en.png, in at most 256 colours."""
        page.wait_for_load_state("networkidle")
        page.mouse.move(0, 0)
        taken = page.screenshot(animations="disabled", caret="hide", **how)  # type: ignore[arg-type]
        path = self._folder / f"{name}{self._ending}.png"
        small = Image.open(BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        print(f"{path.name:28} {path.stat().st_size // 1024:4} KiB")


def appliance(folder: Path) -> Appliance:
    """On the port that an office would see in the address, when it is free here."""
    with socket.socket() as probe:
        port = PORT if probe.connect_ex(("127.0.0.1", PORT)) else free_port()
    running = Appliance(folder, "--port", str(port))
    running.url = f"http://127.0.0.1:{port}"
    return running


def photograph(folder: Path) -> None:
    """All pictures, in all languages."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        chromium = next(path for name in ("chromium", "google-chrome") if (path := shutil.which(name)))
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        cameras = [Camera(browser, folder, language) for language in LANGUAGES]
        with appliance(Path(work, "new")) as running:
            first_day(running, cameras)
        demo = Path(work, "demo")
        words = ["demo", "--data", str(demo), "--homes", str(HOMES), "--years", str(YEARS), "--json"]
        made = subprocess.run(
            [sys.executable, "-m", "estate", *words], check=True, capture_output=True, cwd=ROOT
        )
        people = {one["role"]: (one["name"], one["password"]) for one in json.loads(made.stdout)["accounts"]}
        with appliance(demo) as running:
            run = a_month_to_check(running, cameras[0], people)
            for camera in cameras:
                every_day(running, camera, people, run)
        browser.close()


def first_day(running: Appliance, cameras: list[Camera]) -> None:
    """The set-up, the address for phones, the office's own ledger with what is doubtful in it."""
    page = cameras[0].page()
    page.goto(running.opened.replace(running.opened.split("/set-up")[0], running.url))
    for name, value in OFFICE.items():
        page.fill(f"[name={name}]", value)
    page.click("#main button[type=submit]")
    page.wait_for_url("**/welcome")
    page.goto(f"{running.url}/imports/new")
    page.set_input_files("[name=file]", LEDGER)
    page.click("#main form[action='/imports'] button")
    page.wait_for_selector("#commit-import", timeout=120_000)
    ledger = page.url
    for camera in cameras:
        page = camera.signed_in(running, OFFICE["login"], OFFICE["password"])
        page.goto(f"{running.url}/welcome")
        camera.take(page, "welcome")
        page.goto(ledger)
        camera.take(page, "import")
        page.goto(f"{ledger}/doubts")
        camera.take(
            page,
            "import-doubts",
            full_page=True,
            clip=around(page, "article.panel >> nth=2", "article.panel >> nth=3"),
        )


def a_month_to_check(running: Appliance, camera: Camera, people: dict[str, tuple[str, str]]) -> str:
    """One area mistyped, then a bill run that shows it; answers the run's address."""
    page = camera.signed_in(running, *people["manager"])
    page.goto(f"{running.url}/homes/20/edit")
    page.fill("[name=area_dm2]", "1201.8")
    page.locator("#main form button.primary").click()
    page.wait_for_url("**/homes/20")
    page.goto(f"{running.url}/bill-runs")
    page.locator("#main form button.primary").click()
    page.wait_for_selector("form[action$='/posting']")
    return page.url


def every_day(running: Appliance, camera: Camera, people: dict[str, tuple[str, str]], run: str) -> None:
    """The counter, the receipt, search, a building, the month, an invitation, an owner's phone."""
    with closing(sqlite3.connect(f"file:{running.folder}/estate.db?mode=ro", uri=True)) as db:
        [home] = db.execute(OWING).fetchone()
        [number] = db.execute(SHORT).fetchone()
    page = camera.signed_in(running, *people["cashier"], 1280, 960)
    page.goto(f"{running.url}/counter/{home}")
    page.fill("[name=amount]", "400")
    page.fill("[name=tendered]", "500")
    page.locator("#split .big-number", has_text="400").wait_for()
    page.set_viewport_size({"width": 1280, "height": end_of(page, "#owed")})
    camera.take(page, "counter")
    page.set_viewport_size({"width": 1000, "height": 700})
    page.goto(f"{running.url}/receipts/{number}/print?paper=a5")
    camera.take(page, "receipt-a5", clip=around(page, ".sheet"))

    page = camera.signed_in(running, *people["manager"])
    page.goto(f"{running.url}/today")
    page.locator("#q").press_sequentially("hl")
    page.wait_for_selector("#results a")
    camera.take(page, "search", clip={"x": 0, "y": 0, "width": 1100, "height": 520})
    page.goto(f"{running.url}/buildings/4")
    camera.take(page, "building")
    page.goto(run)
    camera.take(page, "bill-run", full_page=True)
    page.goto(f"{running.url}/homes/24/residents")
    page.locator("form[action$='/invitation'] button").first.click()
    page.wait_for_selector(".slip-code")
    camera.take(page, "slip", clip=around(page, ".sheet"))

    page = camera.signed_in(running, *people["owner"], 390, 844)
    page.goto(f"{running.url}/my/bills")
    camera.take(page, "owner")
    page.locator("#main a[href*='/my/bills/']").first.click()
    page.wait_for_load_state()
    camera.take(page, "owner-why")


def around(page: Page, first: str, last: str = "", room: int = 16) -> dict[str, float]:
    """The rectangle from one element to another, with some air around it."""
    top, bottom = (page.locator(what).first.bounding_box() for what in (first, last or first))
    assert top and bottom
    x, y = max(top["x"] - room, 0), max(top["y"] - room, 0)
    end = bottom["y"] + bottom["height"] + room
    return {"x": x, "y": y, "width": top["width"] + 2 * room, "height": end - y}


def end_of(page: Page, what: str, room: int = 14) -> int:
    """How high the window must be to show the page from its top to the end of an element."""
    box = page.locator(what).first.bounding_box()
    assert box
    return int(box["y"] + box["height"] + room)


if __name__ == "__main__":
    photograph(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs/pictures")
