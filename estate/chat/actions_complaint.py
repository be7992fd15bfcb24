"""A complaint out of a conversation: with what was said and the owner's photos; both lead to each other."""

from typing import NamedTuple

from estate.access.me import Me
from estate.chat import actions, actions_desk, queries
from estate.chat.actions import LONGEST
from estate.complaints import actions as complaints
from estate.complaints import links
from estate.complaints.details import Received
from estate.data import Tx, write
from estate.i18n import gettext as _
from estate.refusal import Refused


class Grievance(NamedTuple):
    """What of a conversation becomes a complaint or a suggestion. kind: `complaint` or `suggestion`."""

    kind: str
    category: str
    title: str
    text: str


def to_complaint(
    conversation_id: int, told: Grievance, key: str, by: Me, *, entered: int | None = None
) -> int:
    """Put it on record as the owner's own complaint; answers its id. The same key does so once.

    entered: how many this conversation had led to when it was asked for. Refused where a colleague was quicker.
    """
    with write(by) as tx:
        found = actions.require(tx, conversation_id)
        known = links.complaints_of(tx, "chat", conversation_id)
        received = Received(
            source="chat",
            kind=told.kind,
            category=told.category,
            title=told.title,
            text=_text(tx, conversation_id, told.text),
            reporter_id=found.person_id,
            reporter_name=found.owner_name,
            home_id=found.home_id,
        )
        complaint_id = complaints.receive(tx, received, f"chat:{conversation_id}:{key}" if key else "")
        if complaint_id in known:
            return complaint_id
        if entered is not None and len(known) > entered:
            raise Refused(
                _("A colleague has entered a complaint from this conversation just now. Enter another?"), ""
            )
        links.tie(tx, complaint_id, "chat", conversation_id)
        if kept := actions_desk.photos_of(tx, conversation_id):
            complaints.add_photos(tx, complaint_id, kept)
        actions.mark(tx, conversation_id, "complaint", str(complaint_id))
        actions.tell_owner(tx, found)
        return complaint_id


def _text(tx: Tx, conversation_id: int, more: str) -> str:
    more = more.strip()
    said = queries.in_words(tx, conversation_id, max(LONGEST - len(more) - 2, 1))
    return "\n\n".join(part for part in (more, said) if part)[:LONGEST]
