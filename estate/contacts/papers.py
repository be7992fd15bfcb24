"""The papers of a contact: a message of the payer, a photo of a visit."""

from estate.access.me import Me
from estate.access.permissions import CONTACTS_LOG
from estate.contacts import queries
from estate.data import Reader
from estate.i18n import gettext as _t
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare

KINDS: dict[str, str] = {
    "message": _("Message of the payer"),
    "visit": _("Photo of the visit"),
    "promise": _("Promise in writing"),
    "other": _("Other paper"),
}


def _place(db: Reader, me: Me, contact_id: int) -> Place | None:
    found = queries.contact(db, contact_id) if me.may(CONTACTS_LOG) else None
    return (
        Place(_t("Contact with %(home)s", home=found.home_code), f"/contacts/{contact_id}") if found else None
    )


CONTACT = declare(Subject("contact", CONTACTS_LOG, KINDS, _place))
