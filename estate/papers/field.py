"""The fields of a form that takes papers or a voice note along; what was sent is checked by keep_sent() of content and voice."""

from typing import Any

from wtforms import FileField, MultipleFileField

from estate.i18n import lazy as _


class PapersField(MultipleFileField):
    """Photos and PDF files; stands in a form under the name `paper_files`, so that a refusal shows beside it."""

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(label or _("Photos or PDF"), **options)


class VoiceField(FileField):
    """A voice note; stands in a form under the name `paper_voice`."""

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(label or _("Voice note"), **options)
