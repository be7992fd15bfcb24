"""Invented offices with layouts and faults of their own, each with its truth in the form that score.py reads.

Nothing here resembles the public ledgers on purpose: other titles, other sheet structures, other spellings.
"""

import csv
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt

SURNAMES = "孙朱秦尤许何吕施曹严金魏陶姜谢邹喻柏窦章苏潘葛范彭鲁韦马方俞袁柳史唐费廉岑薛雷贺倪汤"
GIVEN = "梓轩宇辰欣怡俊豪雅琴志远建国秀英海燕玉兰文博子涵诗雨嘉懿天翊永康春花立群思源"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
Fault = Callable[["Office", dict[str, Any], dict[str, Any], random.Random], tuple[str, str, Any, Any] | None]


@dataclass
class Style:
    """How an office keeps its ledger. columns: (field, title); group: a second header row above, by column."""

    name: str
    columns: list[tuple[str, str]]
    room: Callable[[str, str, str], Any]
    buildings: tuple[str, ...] = ("1", "2", "3")
    one_sheet: str | None = None
    sheet: Callable[[str], str] = "{}栋".format
    before: tuple[str, ...] = ()
    groups: tuple[tuple[int, int, str], ...] = ()
    unit: Callable[[str], Any] = "{}单元".format
    building: Callable[[str], Any] = "{}栋".format
    handover: Callable[[date], Any] = lambda d: d
    suffix: str = ".xlsx"
    encoding: str = "gb18030"
    delimiter: str = ","
    area: Callable[[float], Any] = lambda a: a
    epoch_1904: bool = False
    total: str | None = "合计"
    entrances: int = 2
    hidden_column: str | None = None


@dataclass
class Office:
    """A ledger in the making: rows of cells by field, and the truth."""

    style: Style
    truth: dict[str, Any] = field(default_factory=dict)
    sheets: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def id_number(rng: random.Random) -> str:
    """A valid identity number."""
    born = date(1950, 1, 1) + timedelta(days=rng.randrange(18000))
    first = f"{rng.choice(['110105', '440305', '510104'])}{born:%Y%m%d}{rng.randrange(1000):03}"
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, WEIGHTS, strict=True)) % 11]


def mobile(rng: random.Random) -> str:
    """A mobile number that is no placeholder."""
    return f"1{rng.choice(['35', '36', '51', '76', '82', '99'])}{rng.randrange(10_000_000, 99_999_999)}"


def person(rng: random.Random) -> str:
    """A name of two or three characters."""
    return rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, rng.choice([1, 2, 2])))


def make(style: Style, seed: int, faults: dict[str, Fault], per_kind: int = 3) -> Office:
    """An office with some of every fault, each in a row of its own."""
    rng = random.Random(seed)
    office = Office(
        style,
        {
            "community": "x",
            "as_of": "2024-09-30",
            "homes": [],
            "owners": [],
            "phones": [],
            "layouts": [],
            "dirt": [],
        },
    )
    for building in style.buildings:
        sheet = style.one_sheet if style.one_sheet is not None else style.sheet(building)
        rows = office.sheets.setdefault(sheet, [])
        stack = {n: round(rng.uniform(52, 148), 2) for n in range(1, 5)}
        opened = date(rng.randrange(2006, 2020), rng.randrange(1, 12), 5)
        for entrance in range(1, style.entrances + 1):
            for floor in range(1, 13):
                for n in range(1, 5):
                    number = f"{floor}{n:02}"
                    code = f"{building}-{entrance}-{number}"
                    home = {
                        "room": code,
                        "building": building,
                        "unit": str(entrance),
                        "number": number,
                        "area": stack[n],
                        "layout": rng.choice(["3室2厅", "2室1厅", "四室两厅"]),
                    }
                    home |= {
                        "handover": (opened + timedelta(days=rng.randrange(60))).isoformat(),
                        "family": [],
                        "special": [],
                        "note": None,
                        "flagged": [],
                    }
                    owner = {
                        "room": code,
                        "name": person(rng),
                        "kind": "person",
                        "id_no": id_number(rng) if any(f == "id_no" for f, _ in style.columns) else None,
                    }
                    phone = {"room": code, "phone": mobile(rng)}
                    cells = {
                        "building": style.building(building),
                        "unit": style.unit(str(entrance)),
                        "room": style.room(building, str(entrance), number),
                        "area": style.area(home["area"]),
                        "layout": home["layout"],
                        "handover": style.handover(date.fromisoformat(home["handover"])),
                        "name": owner["name"],
                        "phone": phone["phone"],
                        "id_no": owner["id_no"],
                        "floor": floor,
                        "note": None,
                        "family": None,
                        "special": None,
                    }
                    for f in ("layout", "handover"):
                        if f not in dict(style.columns):
                            home[f] = None
                    rows.append(
                        {"cells": cells, "home": home, "owners": [owner], "phones": [phone], "dirt": []}
                    )
    everything = [r for rows in office.sheets.values() for r in rows]
    spots = rng.sample(range(len(everything)), min(len(everything), len(faults) * per_kind))
    for i, (kind, fault) in enumerate(faults.items()):
        for spot in spots[i * per_kind : (i + 1) * per_kind]:
            row = everything[spot]
            if (made := fault(office, row, row["cells"], rng)) is not None:
                name, outcome, raw, expected = made
                if name in dict(style.columns):
                    row["dirt"].append(
                        {"kind": kind, "field": name, "outcome": outcome, "raw": raw, "expected": expected}
                    )
    return office


def write(office: Office, folder: Path) -> Path:
    """Write the ledger and truth.json into the folder; the ledger's path."""
    folder.mkdir(parents=True, exist_ok=True)
    style, truth = office.style, office.truth
    path = folder / f"房产业主台账{style.suffix}"
    table: dict[str, list[list[Any]]] = {}
    comments: list[tuple[str, int, int, str]] = []
    header_rows = 2 if style.groups else 1
    for sheet, rows in office.sheets.items():
        lines: list[list[Any]] = [[text] for text in style.before]
        if style.groups:
            top: list[Any] = [None] * len(style.columns)
            for first, last, text in style.groups:
                top[first : last + 1] = [text] * (last - first + 1)
            lines.append([t if t else title for t, (_, title) in zip(top, style.columns, strict=True)])
        lines.append([title for _, title in style.columns])
        header = len(lines)
        for seq, row in enumerate(rows, 1):
            lines.append([seq if f == "seq" else row["cells"].get(f) for f, _ in style.columns])
            number = len(lines)
            flagged = {d["field"] for d in row["dirt"] if d["outcome"] == "flag"}
            row["home"]["flagged"] = sorted(
                "sheet" if d["kind"] == "wrong_building" else d["field"]
                for d in row["dirt"]
                if d["outcome"] == "flag"
            )
            for f in ("area", "handover", "layout"):
                if f in flagged:
                    row["home"][f] = None
            truth["homes"].append(row["home"])
            truth["owners"] += [
                {**o, "id_no": None if "id_no" in flagged else o["id_no"]}
                for o in row["owners"]
                if "name" not in flagged
            ]
            truth["phones"] += [] if "phone" in flagged else row["phones"]
            for d in row["dirt"]:
                column = next(i for i, (f, _) in enumerate(style.columns) if f == d["field"])
                raw = d["raw"] if isinstance(d["raw"], (str, int, float, type(None))) else str(d["raw"])
                truth["dirt"].append(
                    {
                        **d,
                        "raw": raw,
                        "file": path.name,
                        "sheet": sheet,
                        "row": number,
                        "column": LETTERS[column],
                        "room": row["home"]["room"],
                    }
                )
                if "comment" in row:
                    comments.append((sheet, number, column, row["comment"]))
        last = len(lines)
        if style.total:
            lines.append([style.total, *[None] * (len(style.columns) - 1)])
            at = next(i for i, (f, _) in enumerate(style.columns) if f == "area")
            if at:
                lines[-1][at] = style.area(round(sum(r["home"]["area"] or 0 for r in rows), 2))
            last = len(lines)
            truth["dirt"].append(
                {
                    "file": path.name,
                    "sheet": sheet,
                    "row": last,
                    "column": None,
                    "field": None,
                    "kind": "total_row",
                    "raw": style.total,
                    "outcome": "skip",
                    "expected": None,
                }
            )
        columns = {
            LETTERS[i]: {"field": f, "header": t} for i, (f, t) in enumerate(style.columns) if f != "seq"
        }
        truth["layouts"].append(
            {
                "file": path.name,
                "sheet": sheet,
                "header_row": header,
                "last_row": last,
                "room_style": "",
                "columns": columns,
            }
        )
        table[sheet] = lines
    {".xlsx": _xlsx, ".csv": _csv, ".xls": _xls}[style.suffix](office, path, table, comments, header_rows)
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False), "utf-8")
    return path


def _xlsx(
    office: Office,
    path: Path,
    table: dict[str, list[list[Any]]],
    comments: list[tuple[str, int, int, str]],
    header_rows: int,
) -> None:
    book = xlsxwriter.Workbook(
        str(path), {"date_1904": office.style.epoch_1904, "strings_to_formulas": False}
    )
    day = book.add_format({"num_format": "yyyy/m/d"})
    for name, lines in table.items():
        sheet = book.add_worksheet(name)
        for r, line in enumerate(lines):
            for c, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(r, c, value, day)
                elif value is not None:
                    (sheet.write_string if isinstance(value, str) else sheet.write_number)(r, c, value)
        for first, last, text in office.style.groups:
            sheet.merge_range(len(office.style.before), first, len(office.style.before), last, text)
        if office.style.hidden_column:
            sheet.set_column(
                f"{office.style.hidden_column}:{office.style.hidden_column}", None, None, {"hidden": 1}
            )
    for name, row, column, text in comments:
        book.get_worksheet_by_name(name).write_comment(row - 1, column, text)
    book.close()


def _csv(
    office: Office, path: Path, table: dict[str, list[list[Any]]], comments: Any, header_rows: int
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=office.style.delimiter).writerows(
        ["" if v is None else v for v in line] for line in next(iter(table.values()))
    )
    path.write_bytes(out.getvalue().encode(office.style.encoding))


def _xls(
    office: Office, path: Path, table: dict[str, list[list[Any]]], comments: Any, header_rows: int
) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = office.style.epoch_1904
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for name, lines in table.items():
        sheet = book.add_sheet(name)
        for r, line in enumerate(lines):
            for c, value in enumerate(line):
                if value is not None:
                    sheet.write(r, c, value, *([day] if isinstance(value, date) else []))
    book.save(str(path))


def open_book(path: Path) -> openpyxl.Workbook:
    """The written workbook, for a closer look in a test."""
    return openpyxl.load_workbook(path)
