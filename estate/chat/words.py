"""What states, marks and ratings of conversations are called."""

from estate.chat.records import Conversation, Message
from estate.chat.records_lists import Item
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.web.filters import moment

VIEWS: dict[str, str] = {
    "queue": _("Waiting for somebody"),
    "mine": _("Mine"),
    "all": _("All conversations"),
}

RATINGS: dict[int, str] = {
    5: _("Very well"),
    4: _("Well"),
    3: _("So so"),
    2: _("Badly"),
    1: _("Very badly"),
}

VARIABLE_MEANINGS: dict[str, str] = {
    "name": _("the owner's name"),
    "home": _("the home"),
    "clerk": _("your own name"),
    "office": _("the name of the office"),
    "phone": _("the telephone of the office"),
}

MARK_ICONS: dict[str, str] = {
    "closed": "clock",
    "taken": "user",
    "handed": "user",
    "queued": "users",
    "ended": "check",
    "silent": "check",
    "repair": "tool",
    "complaint": "message",
}


def mark(one: Message) -> str:
    """What a mark says, to owner and office alike."""
    if one.mark == "closed":
        if one.text:
            return _t("The office is closed now. You will be answered from %(when)s.", when=moment(one.text))
        return _t("The office is closed now. You will be answered when it opens.")
    if one.mark in ("taken", "handed"):
        said = _("%(name)s is here for you") if one.mark == "taken" else _("%(name)s has taken over")
        return str(said) % {"name": one.text}
    return str(_MARKS[one.mark])


_MARKS: dict[str, str] = {
    "queued": _("The next colleague who is free goes on"),
    "ended": _("The conversation was ended"),
    "silent": _("Ended, because nobody had written for some days"),
    "repair": _("A repair was reported from this conversation"),
    "complaint": _("A complaint was entered from this conversation"),
}


def preview(one: Item) -> str:
    """The latest message in short."""
    if one.withdrawn_at:
        return _t("Taken back")
    return one.text[:120] or (_t("Photo") if one.photos else "")


def state(one: Conversation | Item, me: int) -> tuple[str, str]:
    """Colour and word for where a conversation stands, for somebody of the office."""
    if one.ended_at:
        return "neutral", _t("Conversation ended")
    if one.clerk_id is None:
        return "waiting", _t("In the queue")
    if one.clerk_id == me:
        return ("waiting", _t("Waits for you")) if one.waiting_since else ("settled", _t("Answered by you"))
    return "info", _t("With %(name)s", name=one.clerk_name)
