"""What is complained of, where, how quickly it is answered, and what it came from."""

from datetime import date

from estate.access.me import Me
from estate.access.permissions import COMPLAINTS_READ
from estate.complaints import queries_analysis, words
from estate.complaints.pages_show import kinds
from estate.complaints.queries_analysis import Line
from estate.data import clock, read
from estate.i18n import gettext as _
from estate.repairs.words import span
from estate.web import Posted, Response, get, page
from estate.web.filters import month

MONTHS = (3, 6, 12, 24)


@get("/complaints/analysis", permission=COMPLAINTS_READ)
def show_analysis(asked: Posted, me: Me) -> Response:
    """Some months of complaints, by kind, building and month."""
    months = asked.whole("months") or 12
    months = months if months in MONTHS else 12
    since, now = _first(clock.today(), months).isoformat(), clock.stamp()
    with read() as db:
        offered = kinds(db)
        category = asked.get("category") if asked.get("category") in dict(offered) else ""
        found = {
            group: queries_analysis.lines(db, me, group, since, now, category)
            for group in queries_analysis.GROUPS
        }
        causes = queries_analysis.causes(db, me, since, category)
    return page(
        "complaints/analysis.html",
        groups=[(group, [(_label(group, one), one) for one in rows]) for group, rows in found.items()],
        months=months,
        choices=MONTHS,
        kinds=offered,
        category=category,
        causes=causes,
        total=sum(one.complaints for one in found["month"]),
        first=(sum(one.first_kept for one in found["month"]), sum(one.first_due for one in found["month"])),
        reply=(sum(one.reply_kept for one in found["month"]), sum(one.reply_due for one in found["month"])),
        open_now=sum(one.open for one in found["month"]),
        words=words,
        span=span,
    )


def _label(group: str, one: Line) -> str:
    if group == "category":
        return words.category(one.key, one.label)
    if group == "building":
        return _("Building %(code)s", code=one.label) if one.label else _("No building named")
    return month(f"{one.key}-01")


def _first(today: date, months: int) -> date:
    """The first day of the month so many months ago, the present one counted."""
    number = today.year * 12 + today.month - months
    return date(number // 12, number % 12 + 1, 1)


ROUTES = [show_analysis]
