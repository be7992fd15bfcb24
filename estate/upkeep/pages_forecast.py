"""The replacement budget: what reaches the end of its life in which year, and what a new one costs then."""

from datetime import date
from typing import NamedTuple

from estate.access.permissions import UPKEEP_READ
from estate.data import clock, read
from estate.upkeep import queries_life, words
from estate.upkeep.queries_life import Lived
from estate.upkeep.rules_life import BUDGET_YEARS, Advice, Life, advise, price_in, year_of_end
from estate.web import Posted, Response, get, page

MOST_RISE, RISE = 20, 3


class Ending(NamedTuple):
    """A piece that reaches the end of its life. price_fen: of a new one in that year; None when it is not known."""

    piece: Lived
    advice: Advice
    price_fen: int | None


class Year(NamedTuple):
    """A year of the budget. width: of its bar, in thousandths of the largest."""

    year: int
    endings: list[Ending]
    total_fen: int
    width: int


@get("/upkeep/forecast", permission=UPKEEP_READ)
def show_forecast(asked: Posted) -> Response:
    """Ten years of replacements; `rise` in the address is the rise of prices in percent a year."""
    today, given = clock.today(), asked.whole("rise")
    rise = given if given is not None and 0 <= given <= MOST_RISE else RISE
    with read() as db:
        lives = queries_life.lives(db, today)
    advised = [(one, advise(life, today)) for one, life in lives]
    return page(
        "upkeep/forecast.html",
        years=_years(lives, today, rise),
        rise=rise,
        rises=range(MOST_RISE + 1),
        replace=[pair for pair in advised if pair[1].verdict == "replace"],
        watch=[pair for pair in advised if pair[1].verdict == "watch"],
        unknown=sum(one.months_left is None for _piece, one in advised),
        unpriced=sum(one.cost_fen is None for one, _advice in advised),
        words=words,
    )


def _years(lives: list[tuple[Lived, Life]], today: date, rise: int) -> list[Year]:
    years: dict[int, list[Ending]] = {today.year + ahead: [] for ahead in range(BUDGET_YEARS)}
    for piece, life in lives:
        advice = advise(life, today)
        if advice.months_left is None:
            continue
        year = year_of_end(today, advice.months_left)
        if year in years:
            price = price_in(piece.cost_fen, year - today.year, rise) if piece.cost_fen else None
            years[year].append(Ending(piece, advice, price))
    totals = {year: sum(one.price_fen or 0 for one in endings) for year, endings in years.items()}
    most = max(1, *totals.values())
    return [Year(year, endings, totals[year], totals[year] * 1000 // most) for year, endings in years.items()]


ROUTES = [show_forecast]
