"""The one-file executable, tried as it is handed to an office (`make binary` first)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from build import smoke
from estate import __version__

pytestmark = [
    pytest.mark.built,
    pytest.mark.skipif(not smoke.EXECUTABLE.exists(), reason="no executable: make binary"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("built")


@pytest.fixture(scope="module")
def demo(folder: Path) -> dict[str, dict[str, str]]:
    """One sign-in for each role of the demo community in `folder / "demo"`."""
    return smoke.make_demo(folder / "demo")


@pytest.fixture(scope="module")
def appliance(folder: Path, demo: dict[str, dict[str, str]]) -> Iterator[smoke.Appliance]:
    with smoke.serving(folder / "demo") as running:
        yield running


def test_it_says_its_version() -> None:
    assert json.loads(smoke.run("version", "--json")) == {"version": __version__}


def test_a_new_office_is_set_up_from_the_printed_address(folder: Path) -> None:
    with smoke.serving(folder / "new") as running:
        smoke.check_first_run(running)
        smoke.check_sign_in(running, smoke.SET_UP["login"], smoke.SET_UP["password"]).close()


def test_a_second_start_on_the_same_port_is_refused_in_one_line(
    appliance: smoke.Appliance, folder: Path
) -> None:
    port = appliance.url.rsplit(":", 1)[1]
    with pytest.raises(smoke.Failed, match=rf"exit 1: estate: .*{port}.*$"):
        smoke.run(
            "serve", "--data", str(folder / "second"), "--host", "127.0.0.1", "--port", port, "--no-browser"
        )


def test_everyone_signs_in(appliance: smoke.Appliance, demo: dict[str, dict[str, str]]) -> None:
    for account in demo.values():
        smoke.check_sign_in(appliance, account["name"], account["password"]).close()


def test_a_month_is_billed_by_command(demo: dict[str, dict[str, str]], folder: Path) -> None:
    smoke.check_bill_by_command(folder / "demo")


def test_a_month_is_billed_in_the_browser_and_its_owner_sees_the_bill(
    appliance: smoke.Appliance, demo: dict[str, dict[str, str]], folder: Path
) -> None:
    smoke.check_bill_in_browser(folder / "demo", appliance, demo)


def test_a_paper_is_made(appliance: smoke.Appliance, demo: dict[str, dict[str, str]]) -> None:
    smoke.check_paper_in_browser(appliance, demo)
