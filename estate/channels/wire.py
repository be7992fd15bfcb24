"""HTTP to providers: certificates are always checked, redirects never followed, nothing is sent a second time by itself."""

import json
import logging
import ssl
from collections.abc import Mapping

import certifi
import httpx

logging.getLogger("httpx").setLevel(
    logging.WARNING
)  # it writes whole addresses down, and they hold phone numbers

MOST = 2**20
"""Bytes of an answer that are read: nobody fills the memory of this house."""


class NotSent(Exception):
    """It did not leave the house, or was turned away unread: it may be sent again. The text says why."""


class Unknown(Exception):
    """It left the house and no answer told what became of it. The text says what happened."""


class Wire:
    """A client for one provider, for some requests one after the other. seconds: how long an answer may take."""

    def __init__(self, seconds: float = 20) -> None:
        self._client = httpx.Client(
            timeout=httpx.Timeout(seconds, connect=min(seconds, 10)), follow_redirects=False, verify=trust()
        )

    def close(self) -> None:
        self._client.close()

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> tuple[int, str]:
        """The status and text of the answer; NotSent or Unknown where there is none to rely on.

        A provider's 5xx is no answer: it may have sent the message before it stumbled.
        """
        try:
            status, text = self._answer(method, url, dict(headers or {}), content)
        except (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.UnsupportedProtocol,
            httpx.InvalidURL,
        ) as error:
            raise NotSent(_said(error)) from error
        except httpx.HTTPError as error:
            raise Unknown(_said(error)) from error
        if status in (429, 503):
            raise NotSent(f"HTTP {status} {text}")
        if status >= 500:
            raise Unknown(f"HTTP {status} {text}")
        return status, text

    def _answer(
        self, method: str, url: str, headers: dict[str, str], content: bytes | None
    ) -> tuple[int, str]:
        got = bytearray()
        with self._client.stream(method, url, headers=headers, content=content) as answer:
            for piece in answer.iter_bytes():
                got += piece
                if len(got) > MOST:
                    raise httpx.ReadError("the answer is too long")
        return answer.status_code, _readable(got.decode(answer.charset_encoding or "utf-8", "replace"))


def trust() -> ssl.SSLContext:
    """The certificates of the system and of Mozilla's list: a mail server of the company may have one of its own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _readable(text: str) -> str:
    """JSON with its Chinese as it is read, and not in numbers; anything else as it came."""
    if "\\u" not in text:
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return text


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".rstrip(": ")
