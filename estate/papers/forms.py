"""Forms of papers."""

from typing import Any

from estate.i18n import lazy as _
from estate.papers.field import PapersField
from estate.papers.subjects import Subject
from estate.web.forms import ChoiceField, EstateForm, TextField, required


class PapersForm(EstateForm):
    """What paper it is; the files themselves are read by content.keep_sent()."""

    paper_files = PapersField()
    paper_kind = ChoiceField(_("What paper"))
    paper_note = TextField(_("Note"), most=120)

    def __init__(self, *args: Any, subject: Subject, **more: Any) -> None:
        super().__init__(*args, **more)
        self.paper_kind.choices = list(subject.kinds.items())


class WithdrawalForm(EstateForm):
    """Why a paper is taken back."""

    reason = TextField(_("Reason"), [required()], most=200)
