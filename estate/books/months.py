"""Which months a page of the books shows: `?first=2026-10&last=2026-11`."""

from typing import NamedTuple

from estate.books.forms import MonthsForm
from estate.data import clock


class Months(NamedTuple):
    """From a month to another, both included, as `2026-11`."""

    first: str
    last: str


def chosen(form: MonthsForm) -> Months:
    """The months that are asked for, in order; without one the present month."""
    now = clock.today().isoformat()[:7]
    first = form.first.data.isoformat()[:7] if form.first.data else ""
    last = form.last.data.isoformat()[:7] if form.last.data else ""
    first, last = first or last or now, last or first or now
    shown = Months(min(first, last), max(first, last))
    for field, month in ((form.first, shown.first), (form.last, shown.last)):
        if field.data is None and not field.errors:
            field.raw_data = [month]
    return shown
