"""The rows behind a figure of a disclosure, for the office."""

from litestar.exceptions import NotFoundException

from estate.access.permissions import DISCLOSURE_READ
from estate.data import read
from estate.disclosure import figures, queries, words
from estate.web import Posted, Response, get, page
from estate.web.page import existing


@get("/disclosures/{disclosure_id:int}/figures/{code:str}", permission=DISCLOSURE_READ)
def show_figure(disclosure_id: int, code: str, asked: Posted) -> Response:
    """What was counted; links for those who may see it."""
    figure = figures.FIGURES.get(code)
    if figure is None:
        raise NotFoundException
    number = asked.whole("page") or 1
    with read() as db:
        found = existing(queries.disclosure(db, disclosure_id))
        total = figure.counted(db, figure.figure, found.first_on, found.last_on)
        rows = figures.rows(db, figure, found.first_on, found.last_on, number)
    return page(
        "disclosure/figure.html",
        one=found,
        figure=figure,
        rows=rows,
        total=total,
        number=number,
        pages=max(1, -(-total // figures.PAGE)),
        words=words,
    )


ROUTES = [show_figure]
