"""The three acts by which whatever has an audience is aimed: add a part, add homes by their codes, take one back."""

from collections.abc import Callable
from typing import NamedTuple, Protocol

from litestar.handlers import HTTPRouteHandler

from estate.access.me import Me
from estate.audience import choosing
from estate.audience.actions import Aim
from estate.audience.choosing import HomesForm, PartForm
from estate.data import Actor
from estate.web import Posted, Response, post, redirect


class Show(Protocol):
    """The page of a draft; a form that was refused stands in it with what was typed."""

    def __call__(
        self, draft_id: int, me: Me, /, *, aim: PartForm | None = None, homes: HomesForm | None = None
    ) -> Response: ...


class Drafts(NamedTuple):
    """What has an audience while it is a draft. base: the address of its list. required: answers 404 for one that there is
    not. aim, unaim: name more homes, take back what names some."""

    base: str
    permission: str
    required: Callable[[int], object]
    aim: Callable[[int, Aim, Actor], None]
    unaim: Callable[[int, int, Actor], None]
    show: Show


def routes(of: Drafts) -> list[HTTPRouteHandler]:
    """The acts at the addresses of these drafts."""

    @post(f"{of.base}/{{draft_id:int}}/targets", permission=of.permission)
    def add_target(draft_id: int, posted: Posted, me: Me) -> Response:
        of.required(draft_id)
        form = choosing.add_part(posted, lambda aim: of.aim(draft_id, aim, me))
        return of.show(draft_id, me, aim=form) if form else _back(of, draft_id)

    @post(f"{of.base}/{{draft_id:int}}/homes", permission=of.permission)
    def add_homes(draft_id: int, posted: Posted, me: Me) -> Response:
        of.required(draft_id)
        form = choosing.add_homes(posted, lambda aim: of.aim(draft_id, aim, me))
        return of.show(draft_id, me, homes=form) if form else _back(of, draft_id)

    @post(f"{of.base}/{{draft_id:int}}/targets/{{target_id:int}}/removal", permission=of.permission)
    def remove_target(draft_id: int, target_id: int, me: Me) -> Response:
        of.required(draft_id)
        of.unaim(draft_id, target_id, me)
        return _back(of, draft_id)

    return [add_target, add_homes, remove_target]


def _back(of: Drafts, draft_id: int) -> Response:
    return redirect(f"{of.base}/{draft_id}#whom")
