"""SMS by Tencent Cloud (2021-01-11): SendSms, and PullSmsSendStatusByPhoneNumber for what became of it."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from estate.channels.channel import Answer, Code, Outgoing
from estate.channels.rules_settings import Tencent
from estate.channels.rules_signing import JSON, tencent_authorization
from estate.channels.rules_sms import is_empty_number
from estate.channels.wire import NotSent, Unknown, Wire
from estate.data import clock

VERSION = "2021-01-11"
LATER = ("LimitExceeded", "RequestLimitExceeded", "InternalError", "FailedOperation.InsufficientBalance")


class TencentSms:
    """`SessionContext` of a message is our key: that is how it is found again."""

    code: Code = "sms"
    name = "tencent"
    once = False
    can_ask = True
    grace = timedelta(minutes=30)  # it tells of a message only once the phone network has

    def __init__(self, settings: Tencent, secret: str, wire: Wire) -> None:
        self._settings = settings
        self._secret = secret
        self._wire = wire

    def deliver(self, outgoing: Outgoing, handed: Callable[[], None]) -> Answer:
        """SendSms to one number; the parameters go in the order of the template's places."""
        if outgoing.template is None:
            return Answer("failed", None, "no approved template")
        handed()
        response, text = self._call(
            "SendSms",
            {
                "PhoneNumberSet": [f"+86{outgoing.to}"],
                "SmsSdkAppId": self._settings.app_id,
                "SignName": outgoing.template.signature,
                "TemplateId": outgoing.template.code,
                "TemplateParamSet": [outgoing.params[theirs] for theirs, _ours in outgoing.template.names],
                "SessionContext": outgoing.key,
            },
        )
        if error := _error(response):
            return Answer("later" if error.startswith(LATER) else "failed", None, text)
        one = cast(list[dict[str, Any]], response.get("SendStatusSet") or [{}])[0]
        code = str(one.get("Code", ""))
        if code == "Ok":
            return Answer("accepted", str(one.get("SerialNo", "")) or outgoing.key, text)
        gone = is_empty_number(code, str(one.get("Message", "")))
        return Answer("later" if code.startswith(LATER) else "failed", None, text, to_gone=gone)

    def ask(self, outgoing: Outgoing, handed_at: str | None, provider_id: str | None) -> Answer | None:
        """The statuses of the number since then, for the entry with our key or with the number that we were given.

        An entry that tells no key counts as ours: rather one message too few than one twice.
        """
        since = (datetime.fromisoformat(handed_at) if handed_at else clock.now()) - timedelta(minutes=5)
        response, text = self._call(
            "PullSmsSendStatusByPhoneNumber",
            {
                "BeginTime": int(max(since, clock.now() - timedelta(days=7)).timestamp()),
                "Offset": 0,
                "Limit": 100,
                "PhoneNumber": f"+86{outgoing.to}",
                "SmsSdkAppId": self._settings.app_id,
            },
        )
        if _error(response):
            raise NotSent(text)
        for entry in cast(list[dict[str, Any]], response.get("PullSmsSendStatusSet") or []):
            if provider_id and entry.get("SerialNo") == provider_id:
                return _told(entry)
            if not provider_id and entry.get("SessionContext", outgoing.key) == outgoing.key:
                return _told(entry)
        return None

    def close(self) -> None:
        self._wire.close()

    def _call(self, action: str, params: dict[str, Any]) -> tuple[dict[str, Any], str]:
        url, at, body = self._settings.url.rstrip("/"), clock.now(), json.dumps(params)
        host = urlsplit(url).netloc
        headers = {
            "Authorization": tencent_authorization(
                "sms", host, body, self._settings.secret_id, self._secret, at
            ),
            "Content-Type": JSON,
            "Host": host,
            "X-TC-Action": action,
            "X-TC-Timestamp": str(int(at.timestamp())),
            "X-TC-Version": VERSION,
            "X-TC-Region": self._settings.region,
        }
        _status, text = self._wire.request("POST", f"{url}/", headers, body.encode())
        try:
            return cast(dict[str, Any], json.loads(text)["Response"]), text
        except (ValueError, KeyError, TypeError) as error:
            raise Unknown(text) from error


def _error(response: dict[str, Any]) -> str:
    return str(cast(dict[str, Any], response.get("Error") or {}).get("Code", ""))


def _told(entry: dict[str, Any]) -> Answer:
    text, serial = json.dumps(entry, ensure_ascii=False), str(entry.get("SerialNo", ""))
    if entry.get("ReportStatus") == "SUCCESS":
        return Answer("accepted", serial, text, delivered=True)
    gone = is_empty_number(str(entry.get("Description", "")), str(entry.get("Description", "")))
    return Answer("failed", serial, text, to_gone=gone)
