"""The tablet on a round: today's rounds, the next point, one point with its questions; one task a screen."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

from litestar.exceptions import NotFoundException

from estate.access.me import Me
from estate.access.permissions import PATROL_PLAN, PATROL_READ, PATROL_WALK
from estate.data import Reader, clock, read, write
from estate.i18n import gettext as _
from estate.papers import content
from estate.patrol import actions, actions_rounds, labels, orders, queries, words
from estate.patrol.actions import Check
from estate.patrol.forms_walk import CheckForm, LeaveOutForm, answers, check_form, instant, millionths
from estate.patrol.queries import Item, Point, Round, RoundPoint
from estate.refusal import Refused
from estate.web import Posted, Response, existing, get, live, page, post, redirect

SOON = timedelta(hours=14)


@get("/patrol/rounds", permission=PATROL_WALK)
def list_own_rounds(me: Me) -> Response:
    """The rounds to walk now, those of the next hours, and what was walked today."""
    now = clock.now()
    with read() as db:
        open_ = queries.rounds_to_walk(db, me.account_id, clock.stamp_of(now + SOON))
        done = queries.walked(db, me.account_id, clock.today().isoformat())
        waiting = queries.points_of_rounds(db, [one.id for one in open_])
    present = [one for one in open_ if one.due_from <= clock.stamp_of(now)]
    return page(
        "patrol/rounds.html",
        present=present,
        later=[one for one in open_ if one not in present],
        done=done,
        keep=["/scan", *(f"/patrol/rounds/{one.id}" for one in open_), *_addresses(waiting)],
        words=words,
        live=live.url("patrol"),
    )


@get("/patrol/rounds/{round_id:int}", permission=PATROL_WALK)
def show_round(round_id: int, me: Me) -> Response:
    """A round: its next point as the one thing to do, and all points with what became of them."""
    return _round_page(round_id, me, LeaveOutForm())


@post("/patrol/rounds/{round_id:int}/end", permission=PATROL_WALK)
def end_round(round_id: int, posted: Posted, me: Me) -> Response:
    """End a round; what was not checked is left out with a reason."""
    form = LeaveOutForm(posted)
    with read() as db:
        _visible(db, round_id, me)
    try:
        with write(me) as tx:
            actions.finish_round(tx, round_id, str(form.reason.data or ""))
    except Refused as refused:
        form.refuse(refused)
        return _round_page(round_id, me, form, status=422)
    return redirect("/patrol/rounds", toast=_("The round has ended"))


@get("/patrol/rounds/{round_id:int}/points/{point_id:int}", permission=PATROL_WALK)
def show_point(round_id: int, point_id: int, asked: Posted, me: Me) -> Response:
    """One point of a round with its questions."""
    with read() as db:
        found, point, items = _asked(db, round_id, point_id, me)
    form = check_form(items)(key=secrets.token_urlsafe(16), label=asked.get("label"))
    return _point_page(found, point, items, form)


@post("/patrol/rounds/{round_id:int}/points/{point_id:int}", permission=PATROL_WALK)
def check_point(round_id: int, point_id: int, posted: Posted, me: Me) -> Response:
    """A point was checked; a tablet may send this long after. What it sends twice counts once."""
    with read() as db:
        found, point = existing(queries.round_(db, round_id)), existing(queries.point(db, point_id))
        items = queries.items(db, point_id, found.kind)
    return _take(found, point, items, posted, me)


@post("/patrol/rounds/{round_id:int}/points/{point_id:int}/skip", permission=PATROL_WALK)
def skip_point(round_id: int, point_id: int, posted: Posted, me: Me) -> Response:
    """Leave a point out, with the reason."""
    form = LeaveOutForm(posted)
    with read() as db:
        found, point, items = _asked(db, round_id, point_id, me)
    try:
        with write(me) as tx:
            actions.skip(tx, round_id, point_id, str(form.reason.data or ""))
    except Refused as refused:
        form.refuse(refused)
        check = check_form(items)(key=secrets.token_urlsafe(16))
        return _point_page(found, point, items, check, leave_out=form, status=422)
    return redirect(f"/patrol/rounds/{round_id}")


@get("/patrol/points/{point_id:int}/here", permission=PATROL_WALK)
def show_here(point_id: int, asked: Posted, me: Me) -> Response:
    """Where the label of a point leads: to the point in the present round of this person, else to the point alone."""
    with read() as db:
        existing(queries.point(db, point_id))
        round_id = queries.round_at(db, me.account_id, point_id, clock.stamp())
    label = asked.get("label")
    where = f"/patrol/rounds/{round_id}/points/{point_id}" if round_id else f"/patrol/points/{point_id}/check"
    return redirect(f"{where}?label={label}" if label else where)


@get("/patrol/points/{point_id:int}/check", permission=PATROL_WALK)
def show_point_alone(point_id: int, asked: Posted) -> Response:
    """One point outside of a round."""
    with read() as db:
        point, items = existing(queries.point(db, point_id)), queries.items(db, point_id, "")
    form = check_form(items)(key=secrets.token_urlsafe(16), label=asked.get("label"))
    return _point_page(None, point, items, form)


@post("/patrol/points/{point_id:int}/check", permission=PATROL_WALK)
def check_point_alone(point_id: int, posted: Posted, me: Me) -> Response:
    """A point was checked outside of a round."""
    with read() as db:
        point, items = existing(queries.point(db, point_id)), queries.items(db, point_id, "")
    return _take(None, point, items, posted, me)


def _take(found: Round | None, point: Point, items: list[Item], posted: Posted, me: Me) -> Response:
    form = check_form(items)(posted)
    if form.validate():
        try:
            told = _told(found, point, items, form, posted)
            with write(me) as tx:
                check_id = actions.check(tx, told, str(form.key.data or ""))
                if form.order.data:
                    orders.report(tx, check_id, orders.proposed(tx, check_id))
        except Refused as refused:
            form.refuse(refused)
        except LookupError as error:
            raise NotFoundException from error
        else:
            return redirect(*_next(check_id, found, ordered=bool(form.order.data)))
    return _point_page(found, point, items, form, status=422)


def _addresses(points: Iterable[tuple[int, int]]) -> list[str]:
    """The pages of points in their rounds: what a tablet keeps for when the network is away."""
    return [f"/patrol/rounds/{round_id}/points/{point_id}" for round_id, point_id in points]


def _next(check_id: int, found: Round | None, *, ordered: bool) -> tuple[str, str]:
    """Where to go after a check: to the fault that was found, else on with the round."""
    with read() as db:
        fault = bool(db.value("SELECT abnormal FROM patrol_checks WHERE id = :id", id=check_id))
    if (fault and not ordered) or found is None:
        return f"/patrol/checks/{check_id}", ""
    return f"/patrol/rounds/{found.id}", _("Work order made") if ordered else _("Checked")


def _told(found: Round | None, point: Point, items: list[Item], form: CheckForm, posted: Posted) -> Check:
    label = str(form.label.data or "")
    with read() as db:
        scanned = labels.point_of(db, label) == point.id if label else False
    lat, lon = millionths(form.lat.data, 90), millionths(form.lon.data, 180)
    return Check(
        point.id,
        found.id if found else None,
        answers(form, items),
        note=str(form.note.data or ""),
        photos=content.keep_sent(posted),
        device_at=instant(form.device_at.data),
        sent_at=instant(form.device_sent_at.data),
        device_seq=posted.whole("device_seq"),
        lat_e6=lat if lon is not None else None,
        lon_e6=lon if lat is not None else None,
        scanned=scanned,
    )


def _asked(db: Reader, round_id: int, point_id: int, me: Me) -> tuple[Round, Point, list[Item]]:
    found, point = _visible(db, round_id, me), existing(queries.point(db, point_id))
    if point_id not in {one.point_id for one in queries.round_points(db, round_id)}:
        raise NotFoundException
    return found, point, queries.items(db, point_id, found.kind)


def _visible(db: Reader, round_id: int, me: Me) -> Round:
    """The round, where this person may see it: one's own, one of nobody, or all for those who read patrol."""
    found = existing(queries.round_(db, round_id))
    if not (me.may(PATROL_READ) or found.account_id in (None, me.account_id)):
        raise NotFoundException
    return found


def _round_page(round_id: int, me: Me, form: LeaveOutForm, status: int = 200) -> Response:
    with read() as db:
        found = _visible(db, round_id, me)
        points = queries.round_points(db, round_id)
        walkers = actions_rounds.walkers(db) if me.may(PATROL_PLAN) and found.is_open else []
        codes = labels.of_points(db, [one.point_id for one in points])
    return page(
        "patrol/round.html",
        round=found,
        points=points,
        next=next((one for one in points if one.state == "waiting"), None),
        labels=codes,
        keep=["/patrol/rounds", "/scan", *_addresses((round_id, one.point_id) for one in points)],
        walkers=walkers,
        form=form,
        words=words,
        status=status,
        live=live.url("patrol"),
    )


def _point_page(
    found: Round | None,
    point: Point,
    items: list[Item],
    form: CheckForm,
    leave_out: LeaveOutForm | None = None,
    status: int = 200,
) -> Response:
    with read() as db:
        points = queries.round_points(db, found.id) if found else []
        hangs = not form.label.data or labels.point_of(db, str(form.label.data)) == point.id
    home = f"/patrol/rounds/{found.id}" if found else "/patrol/rounds"
    return page(
        "patrol/point.html",
        round=found,
        point=point,
        items=items,
        form=form,
        hangs=hangs,
        leave_out=leave_out or LeaveOutForm(),
        keep=[home, "/scan"],
        lane=f"round-{found.id}" if found else f"point-{point.id}",
        onward=_onward(points, point.id, home),
        here=next((one for one in points if one.point_id == point.id), None),
        done=sum(one.state != "waiting" for one in points),
        total=len(points),
        words=words,
        status=status,
    )


def _onward(points: list[RoundPoint], point_id: int, home: str) -> str:
    """Where a tablet without network goes on after a point: to the next that waited when the page was made."""
    places = [one.point_id for one in points]
    if point_id not in places:
        return home
    following = points[places.index(point_id) + 1 :]
    return next((f"{home}/points/{one.point_id}" for one in following if one.state == "waiting"), home)


live.hears("patrol", lambda me, about: me.may(PATROL_WALK))

ROUTES = [
    list_own_rounds,
    show_round,
    end_round,
    show_point,
    check_point,
    skip_point,
    show_here,
    show_point_alone,
    check_point_alone,
]
