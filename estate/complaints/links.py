"""What a complaint led to or is about: a work order, a waiver, an announcement, a piece of equipment."""

from typing import NamedTuple

from estate.access.me import Me
from estate.access.permissions import (
    ANNOUNCEMENTS_READ,
    CHAT_READ,
    COMPLAINTS_READ,
    EQUIPMENT_READ,
    REPAIRS_READ,
    WAIVERS_READ,
)
from estate.announcements import queries as announcements
from estate.chat import queries as chat
from estate.complaints import queries, words
from estate.data import Reader, Tx, audit, clock
from estate.equipment import queries as equipment
from estate.i18n import gettext as _
from estate.repairs import links as order_links
from estate.repairs import queries as repairs
from estate.repairs import words as repair_words
from estate.repairs.links import Linked
from estate.waivers import queries as waivers
from estate.web.filters import money

SUBJECT = "complaint"


class Link(NamedTuple):
    """A record that goes with a complaint. what: its kind in words; title: what it is called; href: its page for the
    staff, empty where this person may not open it. state: how it stands, as a badge; at: since when it is tied.
    untied_at: when it was untied, by whom and why; None while it is tied."""

    id: int
    subject: str
    subject_id: int
    what: str
    title: str
    href: str
    state: tuple[str, str] | None
    at: str
    who: str
    untied_at: str | None
    untied_by: str | None
    untied_why: str

    @property
    def can_be_untied(self) -> bool:
        """Where a complaint came from stays tied."""
        return self.subject != "chat"


class _Row(NamedTuple):
    id: int
    subject: str
    subject_id: int
    at: str
    who: str
    untied_at: str | None
    untied_by: str | None
    untied_why: str


class _Known(NamedTuple):
    title: str
    href: str
    permission: str
    state: tuple[str, str] | None = None


def tie(tx: Tx, complaint_id: int, subject: str, subject_id: int) -> None:
    """Tie a record to a complaint. Again changes nothing. An order names the complaint from then on."""
    new = tx.run(
        """
        INSERT INTO complaint_links (complaint_id, subject, subject_id, at, who)
        VALUES (:complaint_id, :subject, :subject_id, :at, :who) ON CONFLICT DO NOTHING
        """,
        complaint_id=complaint_id,
        subject=subject,
        subject_id=subject_id,
        at=clock.stamp(),
        who=tx.by.name,
    )
    if not new:
        return
    if subject == "order":
        order_links.link(tx, subject_id, SUBJECT, complaint_id)
    audit.record(tx, "complaint.linked", "complaints", complaint_id, after={"link_kind": subject})


def untie(tx: Tx, complaint_id: int, link_id: int, why: str) -> bool:
    """Say that something was tied wrongly; both stay on record. Answers whether it was tied."""
    untied = tx.run(
        """
        UPDATE complaint_links SET untied_at = :at, untied_by = :who, untied_why = :why
         WHERE id = :link_id AND complaint_id = :complaint_id AND untied_at IS NULL AND subject <> 'chat'
        """,
        at=clock.stamp(),
        who=tx.by.name,
        why=why,
        link_id=link_id,
        complaint_id=complaint_id,
    )
    if untied:
        subject = tx.value("SELECT subject FROM complaint_links WHERE id = :link_id", link_id=link_id)
        audit.record(tx, "complaint.untied", "complaints", complaint_id, after={"link_kind": subject})
    return bool(untied)


def of(db: Reader, complaint_id: int, me: Me | None, *, past: bool = False) -> list[Link]:
    """What goes with a complaint, in the order of its tying. me: who of the office looks; None for the complainer.

    past: what was untied since as well.
    """
    rows = db.rows(
        _Row,
        """SELECT id, subject, subject_id, at, who, untied_at, untied_by, untied_why FROM complaint_links
            WHERE complaint_id = :complaint_id AND (:past OR untied_at IS NULL) ORDER BY id""",
        complaint_id=complaint_id,
        past=int(past),
    )
    known = {row: _known(db, row) for row in rows}
    return [
        Link(
            row.id,
            row.subject,
            row.subject_id,
            str(words.SUBJECTS[row.subject]),
            one.title,
            one.href if me is not None and me.may(one.permission) else "",
            one.state,
            row.at,
            row.who,
            row.untied_at,
            row.untied_by,
            row.untied_why,
        )
        for row, one in known.items()
        if one is not None
    ]


def complaints_of(db: Reader, subject: str, subject_id: int) -> list[int]:
    """The complaints that a record is tied to."""
    return db.values(
        """SELECT complaint_id FROM complaint_links
            WHERE subject = :subject AND subject_id = :subject_id AND untied_at IS NULL""",
        subject=subject,
        subject_id=subject_id,
    )


def _known(db: Reader, row: _Row) -> _Known | None:
    if row.subject == "order" and (order := repairs.order(db, row.subject_id)):
        tone, word = repair_words.STATES[order.state]
        return _Known(
            f"{order.number} {order.title}", f"/repairs/{order.id}", REPAIRS_READ, (tone, str(word))
        )
    if row.subject == "equipment" and (piece := equipment.equipment(db, row.subject_id)):
        return _Known(piece.title, f"/equipment/{piece.id}", EQUIPMENT_READ)
    if row.subject == "announcement" and (title := announcements.title_of(db, row.subject_id)):
        return _Known(title, f"/announcements/{row.subject_id}", ANNOUNCEMENTS_READ)
    if row.subject == "chat" and (home := chat.home_of(db, row.subject_id)):
        return _Known(home, f"/chat/{row.subject_id}", CHAT_READ)
    if row.subject == "waiver" and (asked := waivers.asked(db, row.subject_id)):
        title = _("Waiver of ¥%(sum)s", sum=money(asked.amount_fen))
        tone, word = words.DECISIONS[asked.decision or ""]
        return _Known(title, f"/waivers/{asked.id}", WAIVERS_READ, (tone, str(word)))
    return None


def _of_order(db: Reader, me: Me, complaint_id: int) -> Linked | None:
    """The complaint on an order's page: its number alone, and only for who may open it."""
    if not me.is_staff or not me.may(COMPLAINTS_READ):
        return None
    found = queries.visible(db, me, complaint_id)
    return Linked(found.number, f"/complaints/{found.id}") if found else None


def _holds(db: Reader, order_id: int, complaint_id: int) -> bool:
    return complaint_id in complaints_of(db, "order", order_id)


order_links.declare(SUBJECT, _of_order, _holds)
