"""The results as a spreadsheet or as text. What is not shown on the page stands in no export either."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from estate.data import Reader
from estate.i18n import gettext as _
from estate.surveys import filling, records_answers, records_marks, words
from estate.surveys.records import Survey
from estate.surveys.results import across, groups_of, results

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}
Cells = Sequence[str | int]


def workbook(db: Reader, survey: Survey) -> bytes:
    """All of it: take-part, counts, comparisons, what was written, and answers by name where they have one."""
    out = BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    head = book.add_format({"bold": True})
    for name, rows in _sheets(db, survey):
        _write(book.add_worksheet(name), rows, head)
    book.close()
    return out.getvalue()


def text(db: Reader, survey: Survey) -> bytes:
    """The same one below the other, for programs that read no spreadsheet."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    for name, rows in _sheets(db, survey):
        writer.writerow([safe(name)])
        writer.writerows([safe(one) if isinstance(one, str) else one for one in row] for row in rows)
        writer.writerow([])
    return sheet.getvalue().encode("utf-8-sig")  # Excel takes it for UTF-8 only by this mark


def safe(cell: str) -> str:
    """No cell that a spreadsheet would take for a formula."""
    first = unicodedata.normalize(
        "NFKC", cell.lstrip()[:1]
    )  # a full-width sign is taken for a plain one, too
    return f"'{cell}" if first in ("=", "+", "-", "@") or cell[:1] in ("\t", "\r", "\n") else cell


def _write(page: Any, rows: Iterator[Cells], head: Any) -> None:
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(line, column, cell, head if line == 0 else None)
            else:
                page.write_number(line, column, cell)
    page.freeze_panes(1, 0)
    page.set_column(0, 0, 12)
    page.set_column(1, 12, 28)


def _sheets(db: Reader, survey: Survey) -> Iterator[tuple[str, Iterator[Cells]]]:
    yield _("Participation"), _turnout(db, survey)
    yield _("Counts"), _counts(db, survey)
    for group in groups_of(survey):
        yield str(words.GROUPS[group]), _across(db, survey, group)
    yield _("Written answers"), _texts(db, survey)
    if not survey.anonymous:
        yield _("Answers by name"), _answers(db, survey)


def _turnout(db: Reader, survey: Survey) -> Iterator[Cells]:
    yield _("Building"), _("Asked"), _("Took part"), _("On paper")
    for one in records_marks.turnout_by(db, survey.id, "building"):
        yield one.group, one.asked, one.done, one.on_paper
    whole = records_marks.turnout(db, survey.id)
    yield _("All together"), whole.asked, whole.done, whole.on_paper


def _counts(db: Reader, survey: Survey) -> Iterator[Cells]:
    yield (
        _("No."),
        _("Question"),
        _("Answer given"),
        _("Number of answers"),
        _("Share of answers"),
        _("Average"),
    )
    for one in results(db, survey).outcomes:
        average = words.average(one.average) if one.average is not None else ""
        note = _("Too few answers to show") if one.hidden else ""
        yield one.number, one.question.text, note, one.answered, "", average
        for line in one.lines:
            place = words.average(line.average) if line.average is not None else ""
            yield one.number, "", words.label(line.label), line.times, words.percent(line.share_bp), place


def _across(db: Reader, survey: Survey, group: str) -> Iterator[Cells]:
    yield (
        _("No."),
        _("Question"),
        _("Group"),
        _("Answer given"),
        _("Number of answers"),
        _("Share of answers"),
    )
    for table in across(db, survey, group):
        for row in table.rows:
            for line in row.outcome.lines:
                yield (
                    table.whole.number,
                    table.whole.question.text,
                    words.groups(group, row.names),
                    words.label(line.label),
                    line.times,
                    words.percent(line.share_bp),
                )


def _texts(db: Reader, survey: Survey) -> Iterator[Cells]:
    yield _("No."), _("Question"), _("Answer given")
    for one in results(db, survey).outcomes:
        for said in one.texts:
            yield one.number, one.question.text, said


def _answers(db: Reader, survey: Survey) -> Iterator[Cells]:
    yield _("Home"), _("Name"), _("Sheet no."), *(one.text for one in survey.questions)
    for one in records_answers.answers(db, survey.id):
        said = {line.number: line.said for line in filling.lines(survey, one.answers)}
        cells = [said.get(number, "") for number in range(1, len(survey.questions) + 1)]
        who = one.name or ("" if one.sheet else one.by)  # a sheet was typed in by the office
        yield one.home_code, who, one.sheet or "", *cells
