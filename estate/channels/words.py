"""How the channels, their providers and states are called."""

from estate.channels.channel import Code
from estate.i18n import lazy as _

CHANNELS: dict[str, str] = {"mail": _("E-mail"), "sms": _("SMS"), "push": _("Notifications")}

PROVIDERS: dict[str, str] = {
    "smtp": _("E-mail by a mail server"),
    "aliyun": _("SMS by Alibaba Cloud"),
    "tencent": _("SMS by Tencent Cloud"),
    "gateway": _("SMS by a gateway of your own"),
    "list": _("SMS by hand"),
    "vapid": _("Notifications"),
}

CODES: dict[str, Code] = {
    "smtp": "mail",
    "aliyun": "sms",
    "tencent": "sms",
    "gateway": "sms",
    "list": "sms",
    "vapid": "push",
}

LEADS: dict[str, str] = {
    "smtp": _("Through any mail server that lets the office send: of the company, or of a mail provider."),
    "aliyun": _("Texts go out as templates that Alibaba Cloud has approved."),
    "tencent": _("Texts go out as templates that Tencent Cloud has approved."),
    "gateway": _("Any other provider that takes HTTP requests. Its manual says what to write here."),
    "list": _(
        "No provider that can be reached: texts gather in a list, which you upload on any provider's own page."
    ),
    "vapid": _(
        "Phones and computers show a message though no page is open. Browsers allow it on HTTPS and on this computer."
    ),
}

SECRETS: dict[str, str] = {
    "smtp": "password",
    "aliyun": "secret",
    "tencent": "secret",
    "gateway": "secret",
}

SECURITIES: dict[str, str] = {
    "tls": _("TLS from the start (usually port 465)"),
    "starttls": _("STARTTLS (usually port 587)"),
    "none": _("no encryption"),
}

SIGNS: dict[str, str] = {
    "": _("no signature"),
    "hmac-sha256-hex": "HMAC-SHA256, hex",
    "hmac-sha256-base64": "HMAC-SHA256, Base64",
    "md5-hex": "MD5, hex",
}

APPROVALS: dict[str, str] = {
    "draft": _("Draft"),
    "waiting": _("Waits for approval"),
    "approved": _("Approved"),
    "refused": _("Refused"),
}

APPROVAL_STATES: dict[str, str] = {
    "draft": "neutral",
    "waiting": "waiting",
    "approved": "settled",
    "refused": "overdue",
}

ANSWERS: dict[str, str] = {
    "accepted": _("The provider took it"),
    "failed": _("The provider did not take it"),
    "later": _("There was no usable answer"),
}

ANSWER_STATES: dict[str, str] = {"accepted": "settled", "failed": "overdue", "later": "waiting"}
