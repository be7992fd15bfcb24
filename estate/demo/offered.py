"""What the office offers to download: real files, one of them in its second version."""

import io
from datetime import date
from typing import Any

from xlsxwriter import Workbook

from estate.data import Actor, files, read
from estate.documents.content import common
from estate.documents.typeset import typeset
from estate.papers import office_files
from estate.papers.content import Kept
from estate.web.filters import day
from estate.web.lan import qr_svg
from estate.window import actions_downloads as actions
from estate.window.actions_downloads import Described

FORM = Described("form", "装饰装修申请表", "装修前填写，连同设计图交到物业窗口，或在手机上直接申请。")
CARS = Described("form", "车位月租登记表", "填好后发给物业，三个工作日内答复。")
COVENANT = Described("rule", "管理规约（节选）", "业主大会表决通过，全体业主遵守。")
PRICES = Described("price", "物业服务收费公示", "收费项目、标准和依据。")

APPLICATION = [
    ["房号", "＿＿＿＿＿＿＿＿"],
    ["业主姓名", "＿＿＿＿＿＿＿＿"],
    ["联系电话", "＿＿＿＿＿＿＿＿"],
    ["施工单位", "＿＿＿＿＿＿＿＿"],
    ["开工日期", "＿＿＿＿＿＿＿＿"],
    ["完工日期", "＿＿＿＿＿＿＿＿"],
]
PROMISES = (
    "不拆改承重墙和燃气管道；施工时间 8:00–12:00、14:00–18:00；装修垃圾袋装后放到指定地点；接受物业巡查。"
)
RULES = (
    ("共用部位", "楼道、屋顶、外墙归全体业主共有，不得占用、堆放或改变用途。"),
    ("装饰装修", "装修前告知物业，遵守禁止行为和注意事项，配合现场检查（《民法典》第 945 条）。"),
    ("安静时间", "22:00 至次日 7:00、12:00 至 14:00 不得进行产生噪声的活动。"),
    ("饲养宠物", "外出拴绳、清理粪便；不在电梯内停留。"),
    ("电动自行车", "在集中充电处充电，不得进入电梯和住宅。"),
)
FEES = [
    ["住宅物业费", "每平方米", "合同第 12 条", "1.85 元/月"],
    ["商铺物业费", "每平方米", "合同第 12 条", "4.20 元/月"],
    ["车位管理费", "每个", "合同第 14 条", "60 元/月"],
    ["装修垃圾清运", "每户", "业委会备案", "500 元"],
]


def offer(today: date, by: Actor) -> None:
    """Two forms, the covenant, and a price sheet that was corrected."""
    actions.offer(FORM, _pdf(FORM.title, today, facts=APPLICATION, foot=PROMISES), "demo-form", by)
    actions.offer(CARS, _table(), "demo-cars", by)
    rules = [_section(f"{number}. {title}", text) for number, (title, text) in enumerate(RULES, 1)]
    actions.offer(COVENANT, _pdf(COVENANT.title, today, sections=rules), "demo-covenant", by)
    without = _section("收费标准", "", FEES[:-1])
    prices = actions.offer(PRICES, _pdf(PRICES.title, today, sections=[without]), "demo-prices", by)
    whole = _section("收费标准", "", FEES)
    actions.replace(prices, _pdf(PRICES.title, today, sections=[whole]), "补上装修垃圾清运费", by)


def _section(title: str, text: str, rows: list[list[str]] | None = None) -> dict[str, Any]:
    head = ["项目", "单位", "依据", "标准"] if rows else []
    return {
        "title": title,
        "text": text,
        "facts": [],
        "sums": [],
        "head": head,
        "numeric": [3] if rows else [],
        "rows": rows or [],
        "none": "",
    }


def _pdf(
    title: str,
    today: date,
    *,
    facts: list[list[str]] | None = None,
    sections: list[dict[str, Any]] | None = None,
    foot: str = "扫码查看现行版本。如有疑问请联系物业。",
) -> Kept:
    sheet = {
        "title": title,
        "number": "",
        "running": title,
        "date": day(today),
        "qr": str(qr_svg("http://192.0.2.10:8080/my/office/downloads", scale=1)),
        "facts": facts or [],
        "sections": sections or [],
        "foot": foot,
    }
    with read() as db:
        made = typeset("disclosure", {"common": common(db, practice=False), "sheets": [sheet]})
    return Kept(files.keep(made), f"{title}.pdf", "application/pdf", len(made))


def _table() -> Kept:
    held = io.BytesIO()
    with Workbook(held) as book:
        sheet = book.add_worksheet("登记表")
        for column, head in enumerate(("房号", "业主姓名", "联系电话", "车牌号", "起租月份")):
            sheet.set_column(column, column, 16)
            sheet.write_string(0, column, head)
    content = held.getvalue()
    return Kept(files.keep(content), "车位月租登记表.xlsx", office_files.XLSX, len(content))
