"""The search box finds equipment for those who may see it."""

from collections.abc import Callable
from typing import Any

from litestar.testing import TestClient

from estate.data import write
from estate.data.store import System
from estate.equipment import actions
from estate.equipment.actions import EquipmentSpec


def test_a_piece_is_found_by_number_name_or_place(
    sign_in: Callable[[str], TestClient[Any]], by: System
) -> None:
    with write(by) as tx:
        actions.add(tx, EquipmentSpec("DT-01", "Passenger lift", location="Lobby"), "repair")
        actions.add(tx, EquipmentSpec("XB-07", "Sewage pump", location="Basement"))
    client = sign_in("repairer")
    for q in ("dt-0", "passenger", "lobby"):
        text = client.get("/search", params={"q": q}).text
        assert "DT-01 Passenger lift" in text and "Under repair" in text and "XB-07" not in text
    assert "DT-01" not in sign_in("cashier").get("/search", params={"q": "dt-0"}).text
