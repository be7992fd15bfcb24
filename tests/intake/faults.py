"""Faults that people and spreadsheets make, each put into one cell of an invented office's row.

A fault changes the cell and the truth and returns (field, outcome, raw, expected), or None where it does not fit.
"""

import random
from datetime import date
from typing import Any

from tests.intake.offices import Fault, Office, id_number, mobile, person

Row = dict[str, Any]
Made = tuple[str, str, Any, Any] | None


def _set(cells: Row, name: str, raw: Any, outcome: str, expected: Any) -> Made:
    cells[name] = raw
    return name, outcome, raw, expected


def phone_three(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    numbers = [row["phones"][0]["phone"], mobile(rng), mobile(rng)]
    row["phones"] = [{**row["phones"][0], "phone": n} for n in numbers]
    return _set(
        cells,
        "phone",
        f"{numbers[0]}，{numbers[1][:3]} {numbers[1][3:7]} {numbers[1][7:]}；{numbers[2]}",
        "fix",
        numbers,
    )


def phone_with_words(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    number = row["phones"][0]["phone"]
    return _set(cells, "phone", f"{number}（儿子）", "fix", [number])


def phone_landline_extension(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    row["phones"][0]["phone"] = "028-86412233"
    return _set(cells, "phone", "028 8641 2233", "fix", ["028-86412233"])


def phone_twelve(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "phone", row["phones"][0]["phone"] + "7", "flag", None)


def phone_half(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "phone", f"{row['phones'][0]['phone']}/1359", "flag", None)


def phone_old(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "phone", row["phones"][0]["phone"] + "(已停机)", "flag", None)


def phone_decimal_text(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "phone", row["phones"][0]["phone"] + ".0", "fix", [row["phones"][0]["phone"]])


def phone_none(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    row["phones"] = []
    return _set(cells, "phone", rng.choice(["无", "/", "——", "不详"]), "fix", [])


def id_truncated(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "id_no", row["owners"][0]["id_no"][:15] + "000", "flag", None)


def id_seventeen(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "id_no", row["owners"][0]["id_no"][:17], "flag", None)


def id_spaced(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    n = row["owners"][0]["id_no"]
    return _set(cells, "id_no", f"{n[:6]} {n[6:14]} {n[14:]}", "fix", [n])


def id_full_width(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    n = row["owners"][0]["id_no"]
    return _set(cells, "id_no", n.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}), "fix", [n])


def owners_and(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    row["owners"][0]["id_no"] = None
    cells["id_no"] = None
    two = person(rng)
    row["owners"].append({**row["owners"][0], "name": two})
    names = [row["owners"][0]["name"], two]
    return _set(
        cells, "name", f"{names[0]}{rng.choice(['，', '；', chr(10), ' / ', '＆'])}{two}", "fix", names
    )


def owners_with_ids(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    two = {
        **row["owners"][0],
        "name": person(rng),
        "id_no": id_number(rng) if row["owners"][0]["id_no"] else None,
    }
    row["owners"].append(two)
    if two["id_no"]:
        cells["id_no"] = f"{row['owners'][0]['id_no']}\n{two['id_no']}"
    return _set(
        cells,
        "name",
        f"{row['owners'][0]['name']}(50%)、{two['name']}(50%)",
        "fix",
        [row["owners"][0]["name"], two["name"]],
    )


def owner_company(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    row["owners"][0] |= {"name": "四海一家餐饮管理（成都）有限公司", "kind": "company", "id_no": None}
    cells["id_no"] = None
    return _set(
        cells, "name", "四海一家餐饮管理（成都）有限公司", "fix", ["四海一家餐饮管理（成都）有限公司"]
    )


def owner_title(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "name", rng.choice(["欧阳女士", "尤老师", "许大爷", "陶总", "何太太"]), "flag", None)


def owner_masked(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "name", row["owners"][0]["name"][0] + "**", "flag", None)


def owner_died(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "name", row["owners"][0]["name"] + "（已过户）", "flag", None)


def name_spaces(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    name = row["owners"][0]["name"]
    return _set(cells, "name", "\u3000" + "\u00a0".join(name), "fix", [name])


def area_tenth(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "area", office.style.area(round(row["home"]["area"] / 10, 3)), "flag", None)


def area_ten_times(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "area", office.style.area(round(row["home"]["area"] * 10, 1)), "flag", None)


def area_about(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "area", f"约{row['home']['area']:.0f}", "flag", None)


def area_float_noise(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    if isinstance(cells["area"], str):
        return None
    return _set(cells, "area", row["home"]["area"] + 1e-12, "fix", row["home"]["area"])


def area_words(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    if isinstance(cells["area"], str):
        return None
    return _set(cells, "area", f"{row['home']['area']} M²", "fix", row["home"]["area"])


def date_eight(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "handover", row["home"]["handover"].replace("-", ""), "fix", row["home"]["handover"])


def date_slash_text(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    y, m, d = row["home"]["handover"].split("-")
    return _set(cells, "handover", f"{y}/{int(m)}/{int(d)}", "fix", row["home"]["handover"])


def date_serial(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    if office.style.suffix == ".csv":
        return None
    base = date(1904, 1, 1) if office.style.epoch_1904 else date(1899, 12, 30)
    return _set(
        cells,
        "handover",
        (date.fromisoformat(row["home"]["handover"]) - base).days,
        "fix",
        row["home"]["handover"],
    )


def date_month(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    y, m, _ = row["home"]["handover"].split("-")
    row["home"]["handover"] = f"{y}-{m}"
    return _set(
        cells,
        "handover",
        rng.choice([f"{y}.{int(m)}", f"{y}/{m}", f"{y[2:]}年{int(m)}月"]),
        "fix",
        f"{y}-{m}",
    )


def date_none(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "handover", rng.choice(["2019-02-29", "2018.9.31", "2017年0月3日"]), "flag", None)


def date_words(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    return _set(cells, "handover", "去年国庆前后", "flag", None)


def note_kept(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    if "note" not in dict(office.style.columns):
        return None
    row["home"]["note"] = text = rng.choice(
        ["=HYPERLINK(1)", "门禁卡 2 张\n另存钥匙", "  电表在外", "👩‍👧 常来"]
    )
    return _set(cells, "note", text, "fix", text)


def family_glued(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    if "family" not in dict(office.style.columns):
        return None
    wife, son, number = person(rng), person(rng), mobile(rng)
    row["home"]["family"] = [
        {"relation": "妻子", "name": wife, "phone": number},
        {"relation": "儿子", "name": son, "phone": None},
    ]
    return _set(cells, "family", f"妻子{wife}{number}、儿子{son}", "fix", row["home"]["family"])


def room_spelling(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    b, u, n = row["home"]["room"].split("-")
    spelled = rng.choice(
        [
            f"{b}幢{u}单元{n}室",
            f"{b}#-{u}-{n}",
            f"{b}号楼{u}单元0{n}" if len(n) == 3 else f"{b}号楼{u}单元{n}",
            f"{b}－{u}－{n}",
            f" {b}-{u}-{n}",
        ]
    )
    return _set(cells, "room", spelled, "fix", row["home"]["room"])


def room_as_date(office: Office, row: Row, cells: Row, rng: random.Random) -> Made:
    if not isinstance(cells["room"], str) or office.style.suffix == ".csv":
        return None
    return _set(cells, "room", date(2003, 2, 1), "flag", None)


EVERYWHERE: dict[str, Fault] = {
    f.__name__: f
    for f in (
        phone_three,
        phone_with_words,
        phone_landline_extension,
        phone_twelve,
        phone_half,
        phone_old,
        phone_decimal_text,
        phone_none,
        owners_and,
        owner_company,
        owner_title,
        owner_masked,
        owner_died,
        name_spaces,
        owners_with_ids,
        area_tenth,
        area_ten_times,
        area_about,
        area_float_noise,
        area_words,
        date_eight,
        date_slash_text,
        date_serial,
        date_month,
        date_none,
        date_words,
        note_kept,
        family_glued,
        room_spelling,
        room_as_date,
    )
}
WITH_IDS: dict[str, Fault] = {f.__name__: f for f in (id_truncated, id_seventeen, id_spaced, id_full_width)}
