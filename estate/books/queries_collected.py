"""How much of a period's fees came in, as it is made public."""

from estate.books import records_rates
from estate.books.rules_rates import rates
from estate.data import Reader, clock


def collected(db: Reader, first: str, last: str) -> int | None:
    """What of the fees of these days is paid by today, in hundredths of a percent; None where nothing was charged."""
    found = records_rates.billed(db, first, last, clock.today().isoformat())
    return rates(found.receivable_fen, found.collected_fen, 0, 0, found.reduction_fen).current_bp
