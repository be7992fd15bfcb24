"""Photos of messages: they belong to one message, and are seen by who reads its conversation."""

from estate.access.me import Me
from estate.chat import queries
from estate.data import Reader
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare


def _place(db: Reader, me: Me, message_id: int) -> Place | None:
    found = queries.of_message(db, me, message_id)
    if found is None:
        return None
    return Place(_t("Conversation"), f"/chat/{found.id}" if me.is_staff else f"/my/chat/{found.id}")


MESSAGE = declare(Subject("chat", "", {"photo": _("Photo")}, _place))
"""Nobody adds to a message or takes of it later on: the permission is one that nobody has."""
