"""What a fee ledger says of itself above and below its table: its marks, the day it is of, its year, the fee's name."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Literal

from estate.intake.text import plain

Meaning = Literal["paid", "owed", "waived", "half_paid", "half_owed", "half"]

LEAD = re.compile(
    r"(?:备注|注释?|说明|图例|标注|符号|标记|填写说明|legend|notes?|key)\s*[:：]", re.IGNORECASE
)
BLANK_KEY = re.compile(r"空白?(?:格|着|栏|处)?|留空|blank|empty", re.IGNORECASE)
EQUALS = re.compile(r"\s*(?:[=＝→]|[:：]|表示|代表|即为|为|means)\s*")
SIGN_AND_WORD = re.compile(r"([^\w\s()（）【】\[\]《》]|[xXoO])\s*([\u4e00-\u9fff]{1,6})")
AS_OF = re.compile(
    r"(?:截[至止]到?|统计至|结算至|收至|数据至|as\s+of|up\s+to|until)\s*(?:日期|时间)?\s*[:：]?\s*"
    r"(?:(?P<year>20\d\d)\s*[-年./]\s*)?(?P<month>\d{1,2})\s*(?:月份?|[-./])?\s*(?:(?P<day>\d{1,2})\s*[日号]?)?",
    re.IGNORECASE,
)
FEE = re.compile(
    r"(?:物业(?:服务|管理)?费|管理费|服务费|卫生费|垃圾(?:清运|处理)?费|电梯(?:运行|维护)?费|公摊(?:水|电)*费|照明费|取暖费|采暖费|暖气费"
    r"|停车(?:服务|管理)?费|车位(?:服务|管理)?费|水费|电费|燃气费|维修基金)"
)


def meaning_of(words: str) -> Meaning | None:
    """What the words behind a mark say of a month."""
    text = plain(words).lower()
    owed = re.search(r"未[收交缴付]|欠|拖|没[收交缴付]|unpaid|owed|outstanding", text)
    paid = not owed and re.search(
        r"已?[收交缴付][讫清齐]|已[收交缴付]|结清|缴纳|^[收交缴付]$|paid|received", text
    )
    if re.search(r"半|[5五]折|50%|half", text):
        return "half_paid" if paid else "half_owed" if owed else "half"
    if owed:
        return "owed"
    if re.search(r"免|不[收计用]|无[需须]|exempt|waive|free", text):
        return "waived"
    return "paid" if paid else None


def read_legend(texts: Iterable[str]) -> dict[str, Meaning]:
    """Marks and what they mean, from texts as `注：✓/已交=已收，欠/空白=未收`; the mark "" is an empty cell."""
    found: dict[str, Meaning] = {}
    for text in texts:
        bare = re.sub(r"\s*([=＝→]|表示|代表|means)\s*", r"\1", LEAD.sub("，", plain(text)))
        for piece in re.split(r"[,，;；。\s()（）【】\[\]]+|、(?=[^、=]*[=＝])", bare):
            sign = EQUALS.search(piece)
            keys, words = (piece[: sign.start()], piece[sign.end() :]) if sign else ("", "")
            if sign is None and (pair := SIGN_AND_WORD.fullmatch(piece)):
                keys, words = pair[1], pair[2]
            meaning = meaning_of(words) if keys else None
            if meaning:
                for key in re.split(r"[/／、|]|或者?", keys):
                    if len(key) <= 8:
                        found["" if BLANK_KEY.fullmatch(key) else key.lower()] = meaning
    return found


def read_as_of(texts: Iterable[str], year: int | None) -> tuple[date, bool] | None:
    """The day up to which the ledger is kept and whether the text names the day; a month counts to its end."""
    for text in texts:
        for m in AS_OF.finditer(plain(text)):
            of, month = int(m["year"]) if m["year"] else year, int(m["month"])
            if of is None or not 1 <= month <= 12:
                continue
            last = monthrange(of, month)[1]
            day = int(m["day"]) if m["day"] and 1 <= int(m["day"]) <= last else last
            return date(of, month, day), day < last
    return None


def read_year(titles: Iterable[str], sheet: str, stem: str) -> int | None:
    """The year of months that do not tell it: the sheet's name, else the titles', else the file's. None when unclear."""
    for told in ([sheet], titles, [stem]):
        years = {y for text in told for y in re.findall(r"(?<!\d)(20\d\d)(?!\d)", AS_OF.sub("", plain(text)))}
        if len(years) == 1:
            return int(years.pop())
        if years:
            return None
    return None


def fee_named(texts: Iterable[str]) -> str | None:
    """The fee that the ledger is of, as its titles name it; None when they name none or several."""
    named = {found for text in texts for found in FEE.findall(plain(text))}
    return named.pop() if len(named) == 1 else None
