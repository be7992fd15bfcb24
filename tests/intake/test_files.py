"""What a file holds beside its values, in every format."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from estate.intake.homes import read_homes
from estate.intake.reader import read_workbook
from estate.intake.workbook import UnreadableLedger
from tests.intake.books import homes_of

TITLES = ["房号", "业主", "电话", "面积"]


def test_a_new_workbook_tells_comments_hidden_rows_errors_formulas_and_its_epoch(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": True})
    sheet = book.add_worksheet("1栋")
    sheet.write_formula(0, 0, "=1/0", None, "#DIV/0!")
    sheet.write_formula(0, 1, "=A2&2", None, "abc")
    sheet.write_formula(0, 2, "=B1", None, "")
    sheet.write_datetime(0, 3, date(2020, 1, 2), book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_comment("B1", "note")
    sheet.set_column("C:C", None, None, {"hidden": 1})
    sheet.set_row(2, None, None, {"hidden": 1})
    sheet.merge_range("A4:B5", "m")
    book.close()
    read = read_workbook(path)
    found = read.sheets[0]
    assert read.epoch_1904 and found.value(1, 4) == date(2020, 1, 2) and found.value(1, 2) == "abc"
    assert found.errors == {(1, 1): "#DIV/0!"} and found.comments == {(1, 2): "note"}
    assert found.hidden_rows == {3} and found.hidden_columns == {3} and found.merged[0] == (4, 1, 5, 2)
    assert not found.formulas[1, 3].has_result and found.formulas[1, 2].has_result


def test_an_old_workbook_tells_hidden_rows_and_its_epoch(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("1栋")
    for r, row in enumerate([TITLES, *homes_of("1")]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    sheet.row(4).hidden = True
    path = tmp_path / "a.xls"
    book.save(str(path))
    read = read_workbook(path)
    assert read.epoch_1904 and read.sheets[0].hidden_rows == {5}
    findings = read_homes(path)
    assert len(findings.homes) == 8 and [f.row for f in findings.fixed if f.kind == "hidden_row"] == [5]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_text_in_every_encoding_and_with_every_delimiter(tmp_path: Path, encoding: str, sign: str) -> None:
    path = tmp_path / "1栋.csv"
    path.write_bytes(
        "\r\n".join(sign.join(map(str, row)) for row in [TITLES, *homes_of("1")]).encode(encoding)
    )
    findings = read_homes(path)
    assert len(findings.homes) == 8 and findings.homes[0].source == ("", 2) and findings.flagged == []


def test_a_cell_far_outside_the_table_does_not_fill_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("1栋")
    sheet.write(0, 0, "房号")
    sheet.write(1_048_575, 16_383, "x")
    book.close()
    with pytest.raises(UnreadableLedger, match="far outside"):
        read_workbook(path)
