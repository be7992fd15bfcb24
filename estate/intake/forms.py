"""The forms of an import: the file, the word on a sheet, the word on bringing it in."""

from collections.abc import Collection
from typing import Any

from wtforms import BooleanField, FileField, RadioField, StringField
from wtforms.validators import StopValidation

from estate.i18n import gettext as _
from estate.i18n import lazy
from estate.intake import words
from estate.intake.batches import HOMES
from estate.intake.check import SheetShown
from estate.intake.kinds import KINDS
from estate.intake.layout import SheetMapping
from estate.intake.text import plain
from estate.intake.words import UNUSED
from estate.web import Posted
from estate.web.forms import CountField, EstateForm, Optional, TextField


class FileForm(EstateForm):
    file = FileField(lazy("File"))

    def validate_file(self, field: FileField) -> None:
        """A file with something in it."""
        if not field.data or not getattr(field.data, "content", b""):
            raise StopValidation(_("Choose a file."))


class UploadForm(FileForm):
    kind = RadioField(
        lazy("What is in the file"),
        choices=[(one, words.LEDGERS[one]) for one in KINDS],
        default=HOMES,
        validate_choice=False,
    )

    @property
    def ledger(self) -> str:
        """The kind that was chosen; homes where none was."""
        return str(self.kind.data) if self.kind.data in KINDS else HOMES


class ReadingsForm(FileForm):
    file = FileField(lazy("Ledger of readings"))


class SheetForm(EstateForm):
    sheet = StringField()
    skip = BooleanField(lazy("Leave this sheet out"))
    header_row = CountField(lazy("Row of the titles"), [Optional()], most=1000)
    building = TextField(lazy("Building of all rows"), [Optional()], most=12)


class CommitForm(EstateForm):
    leave_waiting = BooleanField(lazy("Leave out the rows that wait for a decision"))
    skip_existing = BooleanField(lazy("Leave the homes that exist already as they are"))
    fee_item = TextField(lazy("Fee item"), [Optional()], most=40)
    with_care = BooleanField(
        lazy("Keep what the ledger says about health and need, sealed until consent is recorded")
    )


class TypedForm(EstateForm):
    """What is typed for one question; shown again with its error."""

    typed = TextField(lazy("Value"), most=500)


def sheet_mapping(
    form: Any, posted: Posted, shown: SheetShown, before: SheetMapping | None, fields: Collection[str]
) -> SheetMapping:
    """A person's word on a sheet: only what differs from what was recognised, and what was said before."""
    columns = dict(before.columns) if before else {}
    for column in shown.columns:
        wanted = posted.get(f"col-{column.letter}", column.field)
        if wanted != column.field and (wanted == "" or wanted in fields or wanted in UNUSED):
            columns[column.letter] = wanted
    header = form.header_row.data
    kept = before.header_row if before else None
    building = plain(form.building.data or "")
    said = before.building if before else None
    return SheetMapping(
        columns,
        header if header is not None and header != shown.header_row else kept,
        building if building and building != shown.building else said,
        bool(form.skip.data),
    )
