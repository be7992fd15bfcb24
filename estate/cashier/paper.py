"""What a receipt's page and its printed sheet show (templates/cashier/_sheet.html), for the office and for owners."""

from typing import Any

from estate.billing.words import period
from estate.cashier import queries, queries_voids, words
from estate.cashier.numerals import written
from estate.cashier.queries import Print, Receipt
from estate.cashier.rules_split import change_fen
from estate.data import Reader, clock
from estate.prepayments import queries as prepayments
from estate.web.lan import lan_url, qr_svg


def shown(db: Reader, receipt: Receipt) -> dict[str, Any]:
    """A receipt with its lines and prints, its amount in words, and the words for its codes."""
    return {
        "receipt": receipt,
        "lines": queries.lines(db, receipt.id),
        "prints": queries.prints(db, receipt.id),
        "void": queries_voids.void_of(db, receipt.id),
        "prepayment_fen": prepayments.balance_after_receipt(db, receipt.id),
        "in_words": written(receipt.amount_fen),
        "change": change_fen(receipt.amount_fen, receipt.tendered_fen),
        "words": words,
        "period": period,
    }


def sheet(number: str, paper: str, noted: Print | None, port: int) -> dict[str, Any]:
    """What goes on the sheet besides; paper: a5, a5x3 (three parts) or slip; noted: the print that it is, if any."""
    return {
        "paper": "slip" if paper == "slip" else "a5",
        "parts": words.PARTS if paper == "a5x3" else ("",),
        "noted": noted,
        "printed_at": noted.at if noted else clock.stamp(),
        "qr": qr_svg(f"{lan_url(port)}my/receipts/{number}"),
    }
