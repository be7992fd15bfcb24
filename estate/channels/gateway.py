"""SMS by any HTTP gateway, in the words that its administrator wrote down (rules_gateway)."""

import json
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from estate.channels.channel import Answer, Code, Outgoing
from estate.channels.rules_gateway import (
    at_path,
    filled,
    filled_url,
    form_body,
    json_body,
    one_of,
    pairs,
)
from estate.channels.rules_receipts import gateway_state
from estate.channels.rules_settings import Gateway
from estate.channels.rules_signing import gateway_signature
from estate.channels.rules_sms import is_empty_number
from estate.channels.wire import Unknown, Wire
from estate.data import clock

KINDS = {
    "json": "application/json; charset=utf-8",
    "form": "application/x-www-form-urlencoded; charset=utf-8",
}


class GatewaySms:
    """One gateway; `{key}` in its request is ours, and what its query address is asked for."""

    code: Code = "sms"
    name = "gateway"
    grace = timedelta(minutes=2)

    def __init__(self, settings: Gateway, secret: str, wire: Wire) -> None:
        self._settings = settings
        self._secret = secret
        self._wire = wire
        self.once = settings.once
        self.can_ask = bool(settings.query_url) and "{provider_id}" not in settings.query_url

    def deliver(self, outgoing: Outgoing, handed: Callable[[], None]) -> Answer:
        """One request as its template says."""
        at = self._settings
        values = self._values(outgoing)
        url, body = filled_url(at.url, values), ""
        if at.method != "GET":
            made = json_body if at.body_kind == "json" else form_body
            body = made(at.body, values, outgoing.params)
        elif at.body:
            url += ("&" if "?" in url else "?") + form_body(at.body, values, outgoing.params)
        handed()
        status, text = self._wire.request(at.method, url, self._headers(values, body), body.encode() or None)
        return self._taken(outgoing, status, text)

    def ask(self, outgoing: Outgoing, handed_at: str | None, provider_id: str | None) -> Answer | None:
        """The query address; 404, or an answer without the state, means that it knows nothing of it."""
        at = self._settings
        if not at.query_url:
            return None
        values = {**self._values(outgoing), "provider_id": provider_id or ""}
        status, text = self._wire.request("GET", filled_url(at.query_url, values), self._headers(values, ""))
        answer = _json(text)
        told = at_path(answer, at.query_state)
        if status == 404 or (200 <= status < 300 and told in (None, "")):
            return None
        if not 200 <= status < 300:
            raise Unknown(f"HTTP {status} {text}")
        provider_id = (at_path(answer, at.query_id) if at.query_id else None) or provider_id or outgoing.key
        state = gateway_state(told, {"delivered_words": at.delivered_words, "failed_words": at.failed_words})
        if state == "failed":
            return Answer("failed", provider_id, text, to_gone=is_empty_number(str(told), text))
        return Answer("accepted", provider_id, text, delivered=state == "delivered")

    def close(self) -> None:
        self._wire.close()

    def _taken(self, outgoing: Outgoing, status: int, text: str) -> Answer:
        at, answer = self._settings, _json(text)
        fine = 200 <= status < 300
        if fine and at.ok_path:
            fine = one_of(at_path(answer, at.ok_path), at.ok_words)
        if not fine:
            return Answer("failed", None, f"HTTP {status} {text}", to_gone=is_empty_number("", text))
        provider_id = (at_path(answer, at.id_path) if at.id_path else None) or outgoing.key
        return Answer("accepted", provider_id, f"HTTP {status} {text}")

    def _values(self, outgoing: Outgoing) -> dict[str, str]:
        template, at = outgoing.template, self._settings
        values = {
            "to": outgoing.to,
            "text": outgoing.text,
            "template": template.code if template else "",
            "signature_name": template.signature if template else "",
            "key": outgoing.key,
            "timestamp": str(int(clock.now().timestamp())),
            "nonce": secrets.token_hex(8),
            "secret": self._secret,
        }
        signed = "" if "{body}" in at.sign_of else self._signed(values)
        return {**values, "signature": signed}

    def _signed(self, values: dict[str, str]) -> str:
        return gateway_signature(self._settings.sign, self._secret, filled(self._settings.sign_of, values))

    def _headers(self, values: dict[str, str], body: str) -> dict[str, str]:
        at = self._settings
        if "{body}" in at.sign_of:
            values = {**values, "signature": self._signed({**values, "body": body})}
        given = {name: filled(value, values) for name, value in pairs(at.headers, ":")}
        return {"Content-Type": KINDS[at.body_kind], **given} if body else given


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
