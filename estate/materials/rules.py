"""The arithmetic of a line and of what may be charged: exact, rounded half up once. Quantities in thousandths, fen."""

from collections.abc import Iterable
from typing import NamedTuple


class Part(NamedTuple):
    """A line as it is shown on a bill: name, unit, quantity in thousandths, price and amount in fen."""

    name: str
    unit: str
    quantity_e3: int
    price_fen: int
    amount_fen: int


def amount(quantity_e3: int, price_fen: int) -> int:
    """What a quantity costs in fen, rounded half up once: 1.5 × 33.33 is 50.00. Source: DOMAIN A1.13, D 有偿."""
    if quantity_e3 < 0:
        return -amount(-quantity_e3, price_fen)
    return (quantity_e3 * price_fen * 2 + 1000) // 2000


def above(chargeable_fen: int, agreed_fen: int | None, tolerance_fen: int) -> int:
    """By how much fen the lines exceed what the owner agreed to and the office lets pass; 0 when they do not."""
    return max(0, chargeable_fen - (agreed_fen or 0) - tolerance_fen)


def quantity(e3: int) -> str:
    """Thousandths as plain decimals: 1500 is `1.5`, −2000 is `−2`."""
    whole, rest = divmod(abs(e3), 1000)
    text = f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
    return f"−{text}" if e3 < 0 else text


def arithmetic(parts: Iterable[Part], total_fen: int) -> str:
    """The lines and their sum as an owner can check them: `角阀 2 个 × 35.00 = 70.00; …; Σ 130.00`."""
    lines = [
        f"{one.name} {quantity(one.quantity_e3)} {one.unit} × {_yuan(one.price_fen)} = {_yuan(one.amount_fen)}"
        for one in parts
    ]
    return "; ".join([*lines, f"Σ {_yuan(total_fen)}"] if len(lines) > 1 else lines)


def _yuan(fen: int) -> str:
    sign = "−" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"
