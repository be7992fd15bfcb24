"""Forms of downloads; the file itself is read by papers.content.keep_file()."""

from wtforms import FileField, HiddenField

from estate.i18n import lazy as _
from estate.web.forms import ChangeForm, ChoiceField, EstateForm, TextField, required
from estate.window.actions_downloads import Described
from estate.window.kinds import DOWNLOADS


class DescribedForm(ChangeForm):
    """How a download is shown."""

    category = ChoiceField(_("Category"), choices=list(DOWNLOADS.items()))
    title = TextField(_("Title"), [required()], most=80)
    description = TextField(_("Short description"), most=200)

    def described(self) -> Described:
        """What was typed."""
        return Described(str(self.category.data), str(self.title.data), str(self.description.data or ""))


class VersionForm(EstateForm):
    """A new version of a file."""

    paper_files = FileField(_("File"))
    note = TextField(_("What this version changes"), most=120)


class DownloadForm(DescribedForm):
    """A download with its first file."""

    paper_files = FileField(_("File"))
    key = HiddenField()


class TakeBackForm(EstateForm):
    """Why a version is taken back."""

    reason = TextField(_("Reason"), [required()], most=200)
