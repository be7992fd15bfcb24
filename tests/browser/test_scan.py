"""A label is read in the page by the camera and opened here, whatever address it was printed with."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from playwright.sync_api import Page, expect, sync_playwright

from tests.appliance import Appliance
from tests.browser.conftest import FLAGS, overflows, serious_findings, sign_in
from tests.conftest import PASSWORD


@pytest.fixture(scope="module")
def office(empty_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Appliance]:
    folder = tmp_path_factory.mktemp("office") / "data"
    shutil.copytree(empty_folder, folder)
    with Appliance(folder) as running:
        yield running


def film_of(text: str, path: Path) -> Path:
    """A few frames of a label, a little off the middle, as Chromium takes them for a camera (YUV 4:2:0)."""
    wide, high, left, top, scale = 640, 480, 170, 90, 8
    dark = segno.make(text, error="m", micro=False)
    picture = bytearray(b"\xb4" * wide * high)
    for row, line in enumerate(dark.matrix_iter(scale=scale, border=4)):
        for column, module in enumerate(line):
            picture[(top + row) * wide + left + column] = 30 if module else 225
    colour = b"\x80" * (wide * high // 2)
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{wide} H{high} F10:1 Ip A1:1 C420mpeg2\n".encode())
        for _ in range(3):
            file.write(b"FRAME\n" + bytes(picture) + colour)
    return path


@pytest.mark.parametrize(
    ("text", "opened"),
    [("http://10.9.8.7:8080/scan/kq3m-7xv2", "/scan/kq3m-7xv2"), ("https://evil.example/login", None)],
)
def test_the_camera_opens_the_labels_of_the_office_and_no_others(
    text: str, opened: str | None, office: Appliance, tmp_path: Path
) -> None:
    film = film_of(text, tmp_path / "label.y4m")
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=[*FLAGS, *camera])
        context = browser.new_context(viewport={"width": 390, "height": 844}, permissions=[], locale="en-GB")
        page = context.new_page()
        sign_in(page, office.url, "clerk", PASSWORD)
        page.goto(f"{office.url}/scan")
        assert serious_findings(page) == [] and not overflows(page)
        context.grant_permissions(["camera"])
        page.get_by_role("button", name="Start the camera").click()
        if opened:
            page.wait_for_url(f"**{opened}", timeout=20_000)
            assert page.url == f"{office.url}{opened}"
        else:
            expect(page.locator("[data-said]")).to_have_text(
                "This is no label of the office.", timeout=20_000
            )
            assert page.url == f"{office.url}/scan"
        browser.close()


def test_without_a_camera_the_page_says_what_to_do(
    office: Appliance, open_browser: Callable[..., Any]
) -> None:
    page: Page = open_browser(width=390)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    sign_in(page, office.url, "clerk", PASSWORD)
    page.goto(f"{office.url}/scan")
    expect(page.locator("[data-said]")).to_have_text("In the page the camera works over HTTPS only.")
    expect(page.locator("[data-scan]").get_by_role("link", name="Set up this device")).to_be_visible()
