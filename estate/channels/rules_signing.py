"""Signatures that SMS providers ask for. Pure; checked against the worked examples of their own documents.

Their SDKs are not used: they are tens of megabytes for these few lines, and retry on their own, which is what must
not happen to a text message.
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import quote

JSON = "application/json; charset=utf-8"


def aliyun_query(params: Mapping[str, str]) -> str:
    """The canonical query string: sorted, percent-encoded by RFC 3986."""
    return "&".join(
        f"{quote(name, safe='-_.~')}={quote(params[name], safe='-_.~')}" for name in sorted(params)
    )


def aliyun_headers(
    action: str,
    version: str,
    host: str,
    params: Mapping[str, str],
    key: str,
    secret: str,
    nonce: str,
    at: datetime,
) -> dict[str, str]:
    """Headers of a POST to an RPC interface of Alibaba Cloud, signed ACS3-HMAC-SHA256 ("V3 request and signature").

    key, secret: of the AccessKey. nonce: new for each request. at: the instant, in UTC.
    """
    headers = {
        "host": host,
        "x-acs-action": action,
        "x-acs-content-sha256": _sha256(""),
        "x-acs-date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
        "x-acs-version": version,
    }
    signed = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = f"POST\n/\n{aliyun_query(params)}\n{lines}\n{signed}\n{_sha256('')}"
    signature = _hmac(secret.encode(), f"ACS3-HMAC-SHA256\n{_sha256(request)}").hex()
    return {
        **headers,
        "authorization": f"ACS3-HMAC-SHA256 Credential={key},SignedHeaders={signed},Signature={signature}",
    }


def tencent_authorization(
    service: str, host: str, body: str, secret_id: str, secret_key: str, at: datetime
) -> str:
    """The Authorization of a JSON POST to Tencent Cloud, signed TC3-HMAC-SHA256 ("签名方法 v3")."""
    day, seconds = at.astimezone(UTC).strftime("%Y-%m-%d"), int(at.timestamp())
    request = f"POST\n/\n\ncontent-type:{JSON}\nhost:{host}\n\ncontent-type;host\n{_sha256(body)}"
    scope = f"{day}/{service}/tc3_request"
    to_sign = f"TC3-HMAC-SHA256\n{seconds}\n{scope}\n{_sha256(request)}"
    key = _hmac(_hmac(_hmac(f"TC3{secret_key}".encode(), day), service), "tc3_request")
    return (
        f"TC3-HMAC-SHA256 Credential={secret_id}/{scope}, SignedHeaders=content-type;host, "
        f"Signature={_hmac(key, to_sign).hex()}"
    )


def gateway_signature(kind: str, secret: str, text: str) -> str:
    """What a gateway of one's own asks for: hmac-sha256-hex, hmac-sha256-base64 or md5-hex of text and secret.

    md5-hex is the digest of the text with the secret behind it; older gateways know nothing else.
    """
    if kind == "hmac-sha256-hex":
        return _hmac(secret.encode(), text).hex()
    if kind == "hmac-sha256-base64":
        return b64encode(_hmac(secret.encode(), text)).decode()
    if kind == "md5-hex":
        return hashlib.md5(f"{text}{secret}".encode(), usedforsecurity=False).hexdigest()
    return ""


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
