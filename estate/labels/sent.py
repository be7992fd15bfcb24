"""What somebody without an account sends along: photos, few of them."""

from estate.i18n import gettext as _
from estate.labels import actions_reports
from estate.papers import content
from estate.papers.content import Kept
from estate.refusal import Refused
from estate.web import Posted


def keep_photos(posted: Posted) -> list[Kept]:
    """The photos that were sent. Refused: a file of another kind, and too many at once before any is read."""
    sent = [*posted.files(content.FIELD), *posted.files(content.CAMERA_FIELD)]
    if len(sent) > actions_reports.MOST_PHOTOS:
        raise Refused(_("%(most)s photos are enough.", most=actions_reports.MOST_PHOTOS), content.FIELD)
    if any(one.content.startswith(b"%PDF-") for one in sent):
        raise Refused(_("Send photos, no PDF."), content.FIELD)
    return content.keep_sent(posted)
