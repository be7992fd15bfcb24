"""SMS by Alibaba Cloud (Dysmsapi, 2017-05-25): SendSms, and QuerySendDetails for what became of it."""

import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlsplit

from estate.channels.channel import Answer, Code, Outgoing
from estate.channels.rules_receipts import BEIJING
from estate.channels.rules_settings import Aliyun
from estate.channels.rules_signing import aliyun_headers, aliyun_query
from estate.channels.rules_sms import is_empty_number
from estate.channels.wire import NotSent, Unknown, Wire
from estate.data import clock

VERSION = "2017-05-25"
# Worth a later try: the provider's limits by minute, hour and day, and its own trouble.
LATER = {
    "isv.BUSINESS_LIMIT_CONTROL",
    "isp.SYSTEM_ERROR",
    "Throttling",
    "Throttling.User",
    "ServiceUnavailable",
}


class AliyunSms:
    """`out_id` of a message is our key: that is how it is found again."""

    code: Code = "sms"
    name = "aliyun"
    once = False
    can_ask = True
    grace = timedelta(minutes=2)

    def __init__(self, settings: Aliyun, secret: str, wire: Wire) -> None:
        self._settings = settings
        self._secret = secret
        self._wire = wire

    def deliver(self, outgoing: Outgoing, handed: Callable[[], None]) -> Answer:
        """SendSms to one number with an approved template."""
        if outgoing.template is None:
            return Answer("failed", None, "no approved template")
        handed()
        answer, text = self._call(
            "SendSms",
            {
                "PhoneNumbers": outgoing.to,
                "SignName": outgoing.template.signature,
                "TemplateCode": outgoing.template.code,
                "TemplateParam": json.dumps(dict(outgoing.params), ensure_ascii=False),
                "OutId": outgoing.key,
            },
        )
        code = str(answer.get("Code", ""))
        if code == "OK":
            return Answer("accepted", str(answer.get("BizId", "")) or outgoing.key, text)
        gone = is_empty_number(code, str(answer.get("Message", "")))
        return Answer("later" if code in LATER else "failed", None, text, to_gone=gone)

    def ask(self, outgoing: Outgoing, handed_at: str | None, provider_id: str | None) -> Answer | None:
        """QuerySendDetails of the number and day, for the entry with our key."""
        at = datetime.fromisoformat(handed_at) if handed_at else clock.now()
        answer, text = self._call(
            "QuerySendDetails",
            {
                "PhoneNumber": outgoing.to,
                "SendDate": at.astimezone(BEIJING).strftime("%Y%m%d"),
                "PageSize": "50",
                "CurrentPage": "1",
            },
        )
        if answer.get("Code") != "OK":
            raise NotSent(text)
        details = cast(dict[str, list[dict[str, Any]]], answer.get("SmsSendDetailDTOs") or {})
        for entry in details.get("SmsSendDetailDTO") or []:
            if entry.get("OutId") == outgoing.key:
                return _told(entry, outgoing.key)
        return None

    def close(self) -> None:
        self._wire.close()

    def _call(self, action: str, params: dict[str, str]) -> tuple[dict[str, Any], str]:
        url = self._settings.url.rstrip("/")
        headers = aliyun_headers(
            action,
            VERSION,
            urlsplit(url).netloc,
            params,
            self._settings.key_id,
            self._secret,
            secrets.token_hex(16),
            clock.now(),
        )
        _status, text = self._wire.request("POST", f"{url}/?{aliyun_query(params)}", headers)
        try:
            return cast(dict[str, Any], json.loads(text)), text
        except ValueError as error:
            raise Unknown(text) from error


def _told(entry: dict[str, Any], key: str) -> Answer:
    """SendStatus 1: on its way, 2: failed, 3: delivered."""
    text = json.dumps(entry, ensure_ascii=False)
    if entry.get("SendStatus") == 2:
        code = str(entry.get("ErrCode", ""))
        return Answer("failed", key, text, to_gone=is_empty_number(code, ""))
    return Answer("accepted", key, text, delivered=entry.get("SendStatus") == 3)
