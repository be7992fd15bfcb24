"""The pattern pages show every component without an unknown name."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from estate.office.identity import BLANK
from estate.patterns import samples
from estate.web.page import _providers, provide, render  # pyright: ignore[reportPrivateUsage]
from estate.web.posted import Posted

COMPONENTS = Path(__file__).resolve().parents[2] / "templates" / "components" / "ui.html"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What every page shows is the application's again after these tests, which have none."""
    before = dict(_providers)
    yield
    _providers.clear()
    _providers.update(before)


def show(template: str, **context: Any) -> str:
    provide(office=lambda: BLANK, nav=list, nav_more=list, tabs=list, practice=lambda: True, heard=str)
    return render(template, **context)


def test_every_component_stands_on_a_pattern_page() -> None:
    macros = set(re.findall(r"\{%- (?:set|macro) ([a-z_]+)", COMPONENTS.read_text("utf-8")))
    templates = COMPONENTS.parents[1]
    shown = "".join(path.read_text("utf-8") for path in sorted((templates / "patterns").glob("*.html")))
    shown += (templates / "print" / "layout.html").read_text("utf-8").replace("printing.", "ui.")
    assert {name for name in macros if f"ui.{name}(" not in shown} == set()


def test_the_desk_page_shows_all_states() -> None:
    shown = show("patterns/index.html", **samples.everything())
    for state in ("settled", "waiting", "overdue", "info", "neutral"):
        assert f'class="badge {state}"' in shown


def test_a_refused_form_names_each_fault_at_its_field_and_above() -> None:
    shown = show(
        "patterns/_form.html", **samples.everything() | {"form": samples.refused(Posted({"amount": ["abc"]}))}
    )
    assert 'aria-describedby="amount-error"' in shown
    for field in ("name", "phone", "amount", "password"):
        assert f'<a href="#{field}">' in shown


@pytest.mark.parametrize("size", ["a4", "a5", "slip", "label"])
def test_paper_says_that_it_is_practice(size: str) -> None:
    assert 'class="print-practice"' in show("patterns/paper.html", paper=size, **samples.receipt())


def test_the_owner_sees_three_things_first() -> None:
    assert show("patterns/home.html", **samples.at_home()).count('<section class="tile') == 3
