"""The address of the house that codes hold: what the office wrote down, else the computer's own on the local network."""

from typing import NamedTuple

from estate.data import Reader
from estate.labels import queries
from estate.web.lan import lan_url


class House(NamedTuple):
    """An address without a slash at its end. known: whether the office chose it; else it may change with the router."""

    url: str
    known: bool

    def scan(self, token: str) -> str:
        """What the code of a label holds."""
        return f"{self.url}/scan/{token}"


def house(db: Reader, port: int) -> House:
    """Where phones find this house."""
    address = queries.address(db)
    return House(address or lan_url(port).rstrip("/"), bool(address))
