"""The real application for tests: its routes are put together once for each worker, and pointed at each test's office."""

from functools import cache

from litestar import Litestar

from estate.app import create_app, point
from estate.appliance.practice import Practice
from estate.settings import Settings
from estate.tablets.https import Https


@cache
def _application() -> Litestar:
    return create_app(Settings())


def application(settings: Settings) -> Litestar:
    """The application on these settings, with the set-up key "a-token"."""
    point(
        _application(), settings, set_up_token="a-token", practice=Practice(settings), https=Https(settings)
    )
    return _application()
