"""Live conversations. Texts as the program brings them (see events.py)."""

from estate.i18n import lazy as _
from estate.messages.event import QUICK, STAFF, Event, Variable

_WHO = Variable("who", _("Who wrote"), "text", "王建国 3-2-501")
_WORDS = Variable("text", _("Words of the answer"), "text", "师傅今天下午三点上门。")

ALL = (
    Event(
        "chat.answer",
        _("An answer in a conversation that was not seen"),
        "owner",
        "service",
        QUICK,
        (_WORDS,),
        _("The office has answered you"),
        _("Dear {name},\n\n{text}\n\nThe whole conversation stands under Chat.\n\n{office}"),
        _("{office} has answered you: {text}"),
    ),
    Event(
        "chat.waiting",
        _("Somebody waits for an answer in a conversation"),
        "staff",
        "service",
        STAFF,
        (_WHO,),
        _("Waits for an answer: {who}"),
        _("{who} has written and nobody has answered yet."),
        _("Waits for an answer: {who}"),
    ),
)
