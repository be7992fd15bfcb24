"""The field of a form that takes papers along; what was sent is checked by content.keep_sent()."""

from typing import Any

from wtforms import MultipleFileField

from estate.i18n import lazy as _


class PapersField(MultipleFileField):
    """Photos and PDF files; stands in a form under the name `paper_files`, so that a refusal shows beside it."""

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(label or _("Photos or PDF"), **options)
