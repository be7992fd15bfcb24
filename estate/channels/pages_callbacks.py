"""Where SMS providers report what became of a message: an address that nobody guesses, for one provider alone."""

from typing import Any

import msgspec
from litestar import MediaType, Request
from litestar import Response as LitestarResponse
from litestar.exceptions import NotFoundException, TooManyRequestsException
from litestar.params import RawBody

from estate.access.permissions import PUBLIC
from estate.channels import actions_receipts, records
from estate.channels.records import SetUp
from estate.channels.rules_receipts import Report, Unreadable, of_aliyun, of_gateway, of_tencent
from estate.channels.rules_settings import Gateway
from estate.data import clock, read
from estate.web import Response, current, get, post
from estate.web.tally import Tally

MOST_BYTES = 2**20
MOST_A_MINUTE = 1200
MOST_WRONG_A_MINUTE = 20

CALLS = Tally(MOST_A_MINUTE)
WRONG = Tally(MOST_WRONG_A_MINUTE)


@post("/callbacks/{provider:str}/{token:str}", permission=PUBLIC)
def take_receipts(provider: str, token: str, body: RawBody, request: Request[Any, Any, Any]) -> Response:
    """A provider's report, in its own words; answered in the words that it waits for."""
    known = _channel(provider, token)
    if len(body) > MOST_BYTES:
        return _answer({"error": "too large"}, 413)
    return _taken(known, body, request.headers.get("content-type", ""))


@get("/callbacks/{provider:str}/{token:str}", permission=PUBLIC)
def take_receipt(provider: str, token: str) -> Response:
    """The report of a gateway that puts it into the address."""
    known = _channel(provider, token)
    if known.provider != "gateway" or not current().query:
        raise NotFoundException
    return _taken(known, current().query.encode(), "application/x-www-form-urlencoded")


def _channel(provider: str, token: str) -> SetUp:
    """The channel of this address. What does not fit is not found, and who tries often is sent away."""
    address = current().address
    if CALLS.full(address) or WRONG.full(address, count=False):
        raise TooManyRequestsException
    with read() as db:
        known = records.of_token(db, provider, token)
    if known is None:
        WRONG.full(address)
        raise NotFoundException
    return known


def _taken(known: SetUp, body: bytes, content_type: str) -> Response:
    try:
        reports = _reports(known, body, content_type)
    except Unreadable:
        return _answer({"error": "no report"}, 400)
    actions_receipts.take("sms", reports)
    if known.provider == "aliyun":
        return _answer({"code": 0, "msg": "接收成功"})
    if known.provider == "tencent":
        return _answer({"result": 0, "errmsg": "OK"})
    settings = known.values
    text = settings.callback_answer if isinstance(settings, Gateway) else "OK"
    return LitestarResponse(text, media_type=MediaType.TEXT, status_code=200)


def _reports(known: SetUp, body: bytes, content_type: str) -> list[Report]:
    now, settings = clock.now(), known.values
    if isinstance(settings, Gateway):
        return of_gateway(body, content_type, msgspec.to_builtins(settings), now)
    return of_aliyun(body, now) if known.provider == "aliyun" else of_tencent(body, now)


def _answer(content: dict[str, Any], status: int = 200) -> Response:
    return LitestarResponse(content, media_type=MediaType.JSON, status_code=status)


ROUTES = [take_receipts, take_receipt]
