"""A lift and a garage with their labels, and a browser of somebody who stands before them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from litestar.testing import TestClient

from estate.data import Store, write
from estate.data.store import System
from estate.labels import actions, pages_scan
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from estate.settings import Settings
from estate.web.tally import Tally
from tests.application import application


class Hung(NamedTuple):
    """Two places and the codes of their labels."""

    lift: int
    garage: int
    lift_token: str
    garage_token: str


@pytest.fixture
def hung(store: Store, by: System) -> Hung:
    with write(by) as tx:
        lift = places.add(tx, PlaceSpec("Lift", "lift"))
        garage = places.add(tx, PlaceSpec("Garage", "garage"))
        return Hung(lift, garage, actions.label(tx, "place", lift), actions.label(tx, "place", garage))


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test counts what was sent from nothing."""
    monkeypatch.setattr(pages_scan, "SENT", Tally(40, 3600.0))


@pytest.fixture
def passer(settings: Settings) -> Iterator[TestClient[Any]]:
    """A phone without a session."""
    with TestClient(application(settings), raise_server_exceptions=False) as phone:
        phone.headers.update({"sec-fetch-site": "same-origin", "accept-language": "en"})
        yield phone
