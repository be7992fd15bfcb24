"""What providers report about a message afterwards, in the words of each, made one shape. Pure."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal, NamedTuple, cast
from urllib.parse import parse_qsl

from estate.channels.rules_gateway import at_path, listed, one_of
from estate.channels.rules_sms import is_empty_number, number

BEIJING = timezone(timedelta(hours=8))  # of the times that both providers report, wherever the office is
EXPIRES = timedelta(hours=72)

State = Literal["delivered", "failed"]


class Report(NamedTuple):
    """One message's fate. provider_id: the provider's number of it; key: ours, where it is told; at: UTC, as stored."""

    provider_id: str
    key: str
    to: str
    state: State
    at: str
    text: str
    empty_number: bool = False


class Unreadable(Exception):
    """What came is no report of this provider."""


def of_aliyun(body: bytes, now: datetime) -> list[Report]:
    """Alibaba Cloud's SmsReport: a JSON array."""
    return [
        Report(
            str(one.get("biz_id", "")),
            str(one.get("out_id") or ""),
            number(str(one.get("phone_number", ""))) or "",
            "delivered" if one.get("success") in (True, "true") else "failed",
            _instant(one.get("report_time"), now),
            _told(one.get("err_code"), one.get("err_msg")),
            is_empty_number(str(one.get("err_code", "")), str(one.get("err_msg", ""))),
        )
        for one in _items(body)
    ]


def of_tencent(body: bytes, now: datetime) -> list[Report]:
    """Tencent Cloud's status callback: a JSON array."""
    return [
        Report(
            str(one.get("sid", "")),
            str(one.get("ext") or one.get("session_context") or ""),
            number(str(one.get("mobile", ""))) or "",
            "delivered" if one.get("report_status") == "SUCCESS" else "failed",
            _instant(one.get("user_receive_time"), now),
            _told(one.get("errmsg"), one.get("description")),
            is_empty_number(str(one.get("errmsg", "")), str(one.get("description", ""))),
        )
        for one in _items(body)
    ]


def of_gateway(body: bytes, content_type: str, paths: Mapping[str, Any], now: datetime) -> list[Report]:
    """A gateway's own: JSON or a form, read by the paths that its administrator wrote down.

    A state that is neither among the words of delivery nor of failure is on its way still, and no report.
    """
    if "json" in content_type or body.lstrip()[:1] in (b"{", b"["):
        found = _json(body)
        if not isinstance(found, Mapping | list):
            raise Unreadable
        entries = listed(cast(Any, found), str(paths.get("callback_list") or ""))
    else:
        entries = [dict(parse_qsl(body.decode("utf-8", "replace")))]
    if any(not isinstance(one, Mapping) or not one for one in entries):
        raise Unreadable
    made = [_of_entry(entry, paths, now) for entry in entries]
    return [one for one in made if one]


def _of_entry(entry: Any, paths: Mapping[str, Any], now: datetime) -> Report | None:
    told = at_path(entry, str(paths.get("callback_state") or ""))
    state = gateway_state(told, paths)
    if state is None or told is None:
        return None
    return Report(
        at_path(entry, str(paths.get("callback_id") or "-")) or "",
        at_path(entry, str(paths.get("callback_key") or "-")) or "",
        number(at_path(entry, str(paths.get("callback_to") or "-")) or "") or "",
        state,
        _stamp(now),
        told,
        is_empty_number(told, told),
    )


def gateway_state(told: str | None, paths: Mapping[str, Any]) -> State | None:
    """What a gateway's word means by its administrator's lists."""
    if one_of(told, str(paths.get("delivered_words") or "")):
        return "delivered"
    return "failed" if one_of(told, str(paths.get("failed_words") or "")) else None


def _items(body: bytes) -> list[Mapping[str, Any]]:
    found = _json(body)
    items = cast(list[Any], found) if isinstance(found, list) else [found]
    if not all(isinstance(one, Mapping) for one in items):
        raise Unreadable
    return cast(list[Mapping[str, Any]], items)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error


def _told(code: Any, text: Any) -> str:
    return " ".join(str(one) for one in (code, text) if one)[:500]


def _instant(text: Any, now: datetime) -> str:
    """A provider's local time as a stored instant; the present where it tells none, or a day to come."""
    try:
        at = datetime.strptime(str(text), "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        at = now
    return _stamp(min(at, now))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
