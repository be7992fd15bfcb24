"""How well a delivery proves that a letter arrived; only strong proof interrupts limitation.

Source: Supreme Court's provisions on limitation §8 (handed over and signed for, by the debtor, adult family living
there or who is authorised; or arrival proven otherwise); DOMAIN B, C: a paper on the door proves little.
"""

from typing import Literal

Proof = Literal["strong", "weak", "none"]

RECEIVERS = {"self", "adult_family", "authorised"}
"""Who can take a letter with effect for the payer."""


def proof(
    way: str,
    *,
    relation: str = "",
    person: str = "",
    tracking: str = "",
    witness: str = "",
    photo: bool = False,
) -> Proof:
    """The grade of a delivery. way: handed, sent, arrived, returned, refused, posted. photo: signature or scene."""
    if way == "handed":
        return "strong" if photo and person and relation in RECEIVERS else "weak"
    if way == "arrived":
        return "strong" if tracking and person and relation in RECEIVERS else "weak"
    if way == "refused":
        return "strong" if witness and photo and relation in RECEIVERS else "weak"
    return "weak" if way == "posted" else "none"
