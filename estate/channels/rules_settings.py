"""What must be known of each provider to use it; secrets are kept apart from it, sealed. Pure."""

from typing import Literal

import msgspec

ALIYUN = "https://dysmsapi.aliyuncs.com"
TENCENT = "https://sms.tencentcloudapi.com"


class Smtp(msgspec.Struct, frozen=True, kw_only=True):
    """A mail server. security: tls from the first byte (465), starttls (587), or none on a house's own network."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    user: str = ""
    from_address: str
    from_name: str = ""
    plain: bool = False


class Aliyun(msgspec.Struct, frozen=True, kw_only=True):
    """Alibaba Cloud SMS, interface of 2017-05-25."""

    key_id: str
    url: str = ALIYUN


class Tencent(msgspec.Struct, frozen=True, kw_only=True):
    """Tencent Cloud SMS, interface of 2021-01-11."""

    secret_id: str
    app_id: str
    region: str = "ap-guangzhou"
    url: str = TENCENT


class Gateway(msgspec.Struct, frozen=True, kw_only=True):
    """Any other provider that takes HTTP requests; see rules_gateway for the templates and paths.

    once: it sends a message once however often it gets the same key. free_text: it takes texts that it has not
    approved before. plain: who set it up knows that HTTP without TLS can be read. words: separated by commas.
    """

    url: str
    method: Literal["POST", "GET", "PUT"] = "POST"
    body_kind: Literal["json", "form"] = "json"
    body: str
    headers: str = ""
    sign: Literal["", "hmac-sha256-hex", "hmac-sha256-base64", "md5-hex"] = ""
    sign_of: str = ""
    ok_path: str = ""
    ok_words: str = ""
    id_path: str = ""
    query_url: str = ""
    query_state: str = ""
    query_id: str = ""
    delivered_words: str = ""
    failed_words: str = ""
    callback_list: str = ""
    callback_id: str = ""
    callback_key: str = ""
    callback_to: str = ""
    callback_state: str = ""
    callback_answer: str = "OK"
    free_text: bool = False
    once: bool = False
    plain: bool = False


class ByHand(msgspec.Struct, frozen=True, kw_only=True):
    """No provider: messages gather in a list, which somebody uploads on a provider's own page."""


class Vapid(msgspec.Struct, frozen=True, kw_only=True):
    """Web Push. contact: whom a push service writes to when something is wrong, mailto: or https:."""

    contact: str


Settings = Smtp | Aliyun | Tencent | Gateway | ByHand | Vapid

KINDS: dict[str, type[Settings]] = {
    "smtp": Smtp,
    "aliyun": Aliyun,
    "tencent": Tencent,
    "gateway": Gateway,
    "list": ByHand,
    "vapid": Vapid,
}
