"""Forms of the channels' set-up."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from wtforms import BooleanField, PasswordField, TextAreaField
from wtforms.validators import Length, ValidationError

from estate.channels import rules_settings, words
from estate.channels.mail import ADDRESS
from estate.channels.rules_gateway import NAMES, address_of_house, pairs, places
from estate.channels.rules_settings import Aliyun, ByHand, Gateway, Settings, Smtp, Tencent, Vapid
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.web.forms import ChoiceField, CountField, EstateForm, TextField, required

KEPT = _("Kept encrypted and never shown. Left empty, it stays as it is.")
SAMPLE_BODY = json.dumps({"mobile": "{to}", "content": "{text}", "id": "{key}"}, ensure_ascii=False, indent=2)
LONG = Length(max=4000, message=_("Shorten this to %(max)d characters or fewer."))


class _Secret(PasswordField):
    """A password or key: what is kept is never sent to a browser."""

    def __init__(self, label: str, **options: Any) -> None:
        render = {"autocomplete": "new-password", "spellcheck": "false"}
        super().__init__(label, [Length(max=500)], description=KEPT, render_kw=render, **options)


def _plain(label: str) -> BooleanField:
    return BooleanField(
        label,
        description=_("Whoever is in that network can read the messages. Only inside the office's own."),
    )


class SmtpForm(EstateForm):
    host = TextField(_("Mail server"), [required()], most=120)
    port = CountField(_("Port"), [required()], least=1, most=65535, default=465)
    security = ChoiceField(_("Encryption"), choices=list(words.SECURITIES.items()), default="tls")
    user = TextField(_("User name"), most=120)
    secret = _Secret(_("Password"))
    from_address = TextField(_("Sender's address"), [required()], most=120)
    from_name = TextField(_("Sender's name"), most=60)
    plain = _plain(_("Send without encryption inside the office's network"))

    def validate_host(self, field: TextField) -> None:
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?", field.data or ""):
            raise ValidationError(_t("Write the server's name alone, without a path."))

    def validate_security(self, field: ChoiceField) -> None:
        if field.data != "none":
            return
        if not address_of_house(f"http://{self.host.data}"):
            raise ValidationError(
                _t("Without encryption only a server of the office's own network may be used.")
            )
        if not self.plain.data:
            raise ValidationError(_t("Tick below that you know it, or choose an encryption."))

    def validate_from_address(self, field: TextField) -> None:
        if not ADDRESS.fullmatch(field.data or ""):
            raise ValidationError(_t("This is no e-mail address."))

    @property
    def settings(self) -> Settings:
        return Smtp(
            host=str(self.host.data),
            port=int(self.port.data or 0),
            security=self.security.data,
            user=self.user.data or "",
            from_address=str(self.from_address.data),
            from_name=self.from_name.data or "",
            plain=bool(self.plain.data),
        )


class AliyunForm(EstateForm):
    key_id = TextField(_("AccessKey ID"), [required()], most=100)
    secret = _Secret(_("AccessKey secret"))
    url = TextField(_("Address of the service"), [required()], most=200, default=rules_settings.ALIYUN)

    def validate_url(self, field: TextField) -> None:
        _require_https(field.data or "")

    @property
    def settings(self) -> Settings:
        return Aliyun(key_id=str(self.key_id.data), url=str(self.url.data))


class TencentForm(EstateForm):
    secret_id = TextField(_("SecretId"), [required()], most=100)
    secret = _Secret(_("SecretKey"))
    app_id = TextField(_("SdkAppId"), [required()], most=40)
    region = TextField(_("Region"), [required()], most=40, default="ap-guangzhou")
    url = TextField(_("Address of the service"), [required()], most=200, default=rules_settings.TENCENT)

    def validate_url(self, field: TextField) -> None:
        _require_https(field.data or "")

    @property
    def settings(self) -> Settings:
        return Tencent(
            secret_id=str(self.secret_id.data),
            app_id=str(self.app_id.data),
            region=str(self.region.data),
            url=str(self.url.data),
        )


class GatewayForm(EstateForm):
    url = TextField(_("Address"), [required()], most=500)
    plain = _plain(_("Use plain HTTP inside the office's network"))
    method = ChoiceField(_("HTTP method"), choices=[(one, one) for one in ("POST", "GET", "PUT")])
    body_kind = ChoiceField(
        _("Content"), choices=[("json", "JSON"), ("form", _("a form: name=value, one in each line"))]
    )
    body = TextAreaField(
        _("What is sent"),
        [required(), LONG],
        default=SAMPLE_BODY,
        description=_(
            "Filled in: {to} {text} {key} {template} {signature_name} {params} {timestamp} {nonce} {secret}"
        ),
    )
    headers = TextAreaField(
        _("Headers"),
        [LONG],
        description=_("Name: value, one in each line. {secret} and {signature} are filled in."),
    )
    secret = _Secret(_("Secret"))
    sign = ChoiceField(_("Signature"), choices=list(words.SIGNS.items()))
    sign_of = TextField(
        _("What is signed"),
        most=500,
        description=_("For example {timestamp}{body}. MD5 puts the secret behind it."),
    )
    ok_path = TextField(
        _("Success stands at"),
        most=100,
        description=_("A path in the JSON answer, like code or data.0.status. Empty: HTTP 200 is success."),
    )
    ok_words = TextField(_("Words for success"), most=200, description=_("Separated by commas, like 0, OK."))
    id_path = TextField(_("The provider's number stands at"), most=100)
    query_url = TextField(
        _("Address to ask what became of a message"),
        most=500,
        description=_("With {key}. It is asked before anything is sent a second time, and for receipts."),
    )
    query_state = TextField(_("The state stands at"), most=100)
    query_id = TextField(_("There the number stands at"), most=100)
    delivered_words = TextField(
        _("Words for delivered"), most=200, description=_("Separated by commas, like 0, OK.")
    )
    failed_words = TextField(_("Words for failed"), most=200)
    callback_list = TextField(
        _("Receipts: the list stands at"),
        most=100,
        description=_("Empty: the receipt itself, or a list of them."),
    )
    callback_state = TextField(_("Receipts: the state stands at"), most=100)
    callback_id = TextField(_("Receipts: the provider's number stands at"), most=100)
    callback_key = TextField(_("Receipts: our key stands at"), most=100)
    callback_to = TextField(_("Receipts: the phone number stands at"), most=100)
    callback_answer = TextField(_("What a receipt is answered with"), most=200, default="OK")
    free_text = BooleanField(_("It takes texts that it has not approved before"))
    once = BooleanField(_("It sends a message once, even if it gets the same {key} twice"))

    def validate_url(self, field: TextField) -> None:
        _require_http(field.data or "", plain=bool(self.plain.data))
        _require_names(field.data or "")

    def validate_query_url(self, field: TextField) -> None:
        if field.data:
            _require_http(field.data, plain=bool(self.plain.data))
            _require_names(field.data)
            if not self.query_state.data:
                raise ValidationError(_t("Say where the state stands in its answer."))

    def validate_body(self, field: TextAreaField) -> None:
        _require_names(field.data or "")
        try:
            if self.body_kind.data == "json" and self.method.data != "GET":
                json.loads(field.data or "")
            else:
                pairs(field.data or "", "=")
        except ValueError as error:
            raise ValidationError(
                _t("This is not in the form chosen: %(why)s", why=str(error)[:80])
            ) from error

    def validate_headers(self, field: TextAreaField) -> None:
        try:
            lines = pairs(field.data or "", ":")
        except ValueError as error:
            raise ValidationError(
                _t("This is not in the form chosen: %(why)s", why=str(error)[:80])
            ) from error
        if not all(re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name) for name, _value in lines):
            raise ValidationError(_t("A header's name has letters, digits and hyphens only."))
        _require_names(field.data or "")

    def validate_sign_of(self, field: TextField) -> None:
        if self.sign.data and not field.data:
            raise ValidationError(_t("Say what is signed."))
        _require_names(field.data or "")

    def validate_ok_words(self, field: TextField) -> None:
        if self.ok_path.data and not field.data:
            raise ValidationError(_t("Say which words mean success."))

    def validate_delivered_words(self, field: TextField) -> None:
        if (self.query_url.data or self.callback_state.data) and not field.data:
            raise ValidationError(_t("Say which words mean that it was delivered."))

    @property
    def settings(self) -> Settings:
        texts: dict[str, Any] = {
            name: self.data[name] or "" for name in Gateway.__struct_fields__ if name in self.data
        }
        flags: dict[str, Any] = {name: bool(self.data[name]) for name in ("free_text", "once", "plain")}
        return Gateway(**{**texts, **flags})


class ListForm(EstateForm):
    """There is nothing to say."""

    @property
    def settings(self) -> Settings:
        return ByHand()


class VapidForm(EstateForm):
    contact = TextField(
        _("E-mail of who looks after it"),
        [required()],
        most=120,
        description=_("Push services write there when something is wrong. Nobody else sees it."),
    )

    def validate_contact(self, field: TextField) -> None:
        if not ADDRESS.fullmatch((field.data or "").removeprefix("mailto:")):
            raise ValidationError(_t("This is no e-mail address."))

    @property
    def settings(self) -> Settings:
        return Vapid(contact=f"mailto:{str(self.contact.data).removeprefix('mailto:')}")


FORMS: dict[str, type[SmtpForm | AliyunForm | TencentForm | GatewayForm | ListForm | VapidForm]] = {
    "smtp": SmtpForm,
    "aliyun": AliyunForm,
    "tencent": TencentForm,
    "gateway": GatewayForm,
    "list": ListForm,
    "vapid": VapidForm,
}


class TrialForm(EstateForm):
    """To whom a test goes, and for SMS with which text."""

    to = TextField(_("Send to"), [required()], most=120)
    text_id = ChoiceField(_("SMS text"), coerce=str, choices=[], validate_choice=False)


def _require_https(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise ValidationError(_t("Write an address like https://sms.example.com."))


def _require_http(url: str, *, plain: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme == "http" and parts.hostname:
        if not address_of_house(url):
            raise ValidationError(
                _t("Plain HTTP only goes to a number of the office's own network, like 192.168.1.9.")
            )
        if not plain:
            raise ValidationError(_t("Tick below that you know it, or use https://."))
        return
    _require_https(url)


def _require_names(text: str) -> None:
    unknown = sorted(places(text) - set(NAMES))
    if unknown:
        raise ValidationError(_t("There is no %(name)s to fill in.", name=f"{{{unknown[0]}}}"))
