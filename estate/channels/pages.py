"""The channels' set-up: each provider's page with its state, its form and a test that shows the answer word by word."""

from typing import Any

from litestar.exceptions import NotFoundException
from wtforms import Form

from estate.access.me import Me
from estate.access.permissions import CHANNELS_EDIT
from estate.channels import actions, records, records_lists, records_sends, words
from estate.channels.channel import Answer, Outgoing
from estate.channels.forms import FORMS, TrialForm
from estate.channels.records import SetUp
from estate.channels.rules_settings import Gateway
from estate.channels.rules_sms import number
from estate.channels.samples import sample
from estate.data import read
from estate.i18n import gettext as _
from estate.refusal import Refused
from estate.settings import Settings
from estate.web import Posted, Response, current, get, page, post, redirect


@get("/channels", permission=CHANNELS_EDIT)
def list_channels() -> Response:
    """Which ways out there are, which are in use, and when each last worked."""
    with read() as db:
        return page(
            "channels/index.html",
            set_up=records.all_set_up(db),
            dead=records_sends.dead_addresses(db),
            texts=len(records.templates(db)),
            words=words,
        )


@get("/channels/{way:str}", permission=CHANNELS_EDIT)
def show_channel(way: str, me: Me) -> Response:
    known, kind = _known(way), _form_of(way)
    form = kind(obj=known.values) if known else kind()
    return _show(way, me, form=form)


@post("/channels/{way:str}", permission=CHANNELS_EDIT)
def set_up_channel(way: str, posted: Posted, me: Me, settings: Settings) -> Response:
    form: Any = _form_of(way)(posted)
    if not form.validate():
        return _show(way, me, form=form, status=422)
    if settings.practice:
        form.refuse(Refused(_("Nothing is sent from the practice community, so nothing is set up here.")))
        return _show(way, me, form=form, status=422)
    secret = {words.SECRETS[way]: str(form.secret.data or "")} if way in words.SECRETS else {}
    actions.set_up(form.settings, secret, me)
    return redirect(f"/channels/{way}", toast=_("Saved"))


@post("/channels/{way:str}/test", permission=CHANNELS_EDIT)
def try_channel(way: str, posted: Posted, me: Me) -> Response:
    """Send one message, and show what the provider answered."""
    known, trial = _known(way), TrialForm(posted)
    if known is None or way == "list":
        raise NotFoundException
    try:
        answer = actions.trial(known.code, _trial_message(known, trial, me))
    except Refused as refused:
        trial.refuse(refused)
        return _show(way, me, trial=trial, status=422)
    return _show(way, me, trial=trial, answer=answer)


@post("/channels/{way:str}/opening", permission=CHANNELS_EDIT)
def open_channel(way: str, me: Me) -> Response:
    """Use it from now on."""
    return _switched(way, me, on=True)


@post("/channels/{way:str}/closure", permission=CHANNELS_EDIT)
def close_channel(way: str, me: Me) -> Response:
    """Use it no more; how it is set up stays."""
    return _switched(way, me, on=False)


@post("/channels/{way:str}/address", permission=CHANNELS_EDIT)
def renew_address(way: str, me: Me) -> Response:
    """A new address for receipts; the old one is nobody's."""
    known = _known(way)
    if known is None:
        raise NotFoundException
    actions.new_address(known.code, me)
    return redirect(f"/channels/{way}", toast=_("New address made"))


def _switched(way: str, me: Me, *, on: bool) -> Response:
    known = _known(way)
    if known is None:
        raise NotFoundException
    actions.switch(known.code, on, me)
    return redirect(f"/channels/{way}", toast=_("Switched on") if on else _("Switched off"))


def _form_of(way: str) -> Any:
    if way not in FORMS:
        raise NotFoundException
    return FORMS[way]


def _known(way: str) -> SetUp | None:
    """How this provider is set up; None when it is not, or another one has its place."""
    _form_of(way)
    with read() as db:
        known = records.set_up(db, words.CODES[way])
    return known if known and known.provider == way else None


def _trial_message(known: SetUp, trial: TrialForm, me: Me) -> Outgoing:
    title, text = _("A test by %(name)s", name=me.name), _("If you can read this, the channel works.")
    if known.code == "push":
        return Outgoing(0, "", str(me.account_id), title, text, link="/account")
    if not trial.to.validate(trial):
        raise Refused(_("Write to whom the test goes."), "to")
    if known.code == "mail":
        return Outgoing(0, "", str(trial.to.data), title, text)
    to = number(str(trial.to.data))
    if to is None:
        raise Refused(_("Write a mobile number of 11 digits."), "to")
    with read() as db:
        chosen = records.template(db, int(trial.text_id.data)) if str(trial.text_id.data).isdigit() else None
    if chosen:
        made = sample(chosen)
        return Outgoing(0, "", to, title, made.text, chosen.template, made.params)
    settings = known.values
    if isinstance(settings, Gateway) and settings.free_text:
        return Outgoing(0, "", to, title, text)
    raise Refused(_("Choose a text that the provider has approved."), "text_id")


def _show(
    way: str,
    me: Me,
    *,
    form: Form | None = None,
    trial: TrialForm | None = None,
    answer: Answer | None = None,
    status: int = 200,
) -> Response:
    known, kind = _known(way), _form_of(way)
    code, trial = words.CODES[way], trial or TrialForm()
    with read() as db:
        waits = records_lists.waiting(db) if way == "list" else 0
        lists = records_lists.lists(db) if way == "list" else []
        other = records.set_up(db, code)
        texts = records.templates(db) if code == "sms" else []
        devices = records.devices(db, me.account_id) if code == "push" else []
    trial.text_id.choices = [(str(one.id), f"{one.code} · {sample(one).text[:40]}") for one in texts]
    if known and isinstance(known.values, Gateway) and known.values.free_text:
        trial.text_id.choices = [("", _("free text")), *trial.text_id.choices]
    host = f"{current().scheme}://{current().host}"
    return page(
        "channels/show.html",
        way=way,
        code=code,
        known=known,
        other=other if other and not known else None,
        form=form if form is not None else (kind(obj=known.values) if known else kind()),
        trial=trial,
        answer=answer,
        texts=texts,
        devices=devices,
        waits=waits,
        lists=lists,
        callback=f"{host}/callbacks/{way}/{known.token}" if known and code == "sms" and way != "list" else "",
        words=words,
        status=status,
    )


ROUTES = [
    list_channels,
    show_channel,
    set_up_channel,
    try_channel,
    open_channel,
    close_channel,
    renew_address,
]
