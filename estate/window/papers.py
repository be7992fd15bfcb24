"""The files of downloads, kept as papers: the last one holds, those before it are its older versions.

They are reached by the pages of downloads alone, which know who may see which version.
"""

from estate.access.me import Me
from estate.access.permissions import WINDOW_EDIT
from estate.data import Reader
from estate.i18n import lazy as _
from estate.papers.subjects import Place, Subject, declare


def _nowhere(_db: Reader, _me: Me, _download_id: int) -> Place | None:
    return None


DOWNLOAD = declare(Subject("download", WINDOW_EDIT, {"version": _("Version of a download")}, _nowhere))
