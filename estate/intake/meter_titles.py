"""What the columns of a reading ledger mean, and where its table begins. Titles are matched by the words in them."""

import re
from typing import NamedTuple

from estate.intake.text import plain, tidy_words
from estate.intake.workbook import Sheet, as_text, is_blank

LATEST_HEADER = 40

_LIKE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"^(序号?|编号|no\.?|#|项次)$", "seq"),
        (r"上[期次月].{0,4}(日|时间)|上次抄表$|previousdate|lastdate", "prev_date"),
        (r"单价|价格|金额|应[收缴]|费用|实收|欠费|(?<!单)元|price|amount|fee", ""),
        (r"用量|[吨度]数$|用水量|用电量|用气量|耗量|度数差|usage|consumption", "usage"),
        (r"上[期次月]|前[期次]|期初|起[码数度]|起始|旧[读行]|previous|prev|last|opening", "prev"),
        (r"倍率|变比|互感|multiplier|ratio", "multiplier"),
        (r"抄表[人员]|抄表者|经手|经办|读表[人员]|reader|readby", "reader"),
        (r"抄.{0,2}(日|时间)|日期|时间|^date$|readingdate|readdate|readon", "read_date"),
        (r"本[期次月]|当[前期月]|期末|止[码数度]|截止|现[读行]|新读数|current|curr|closing|present", "curr"),
        (r"表.{0,2}(号|编号|码)|meterno|meternumber|meterid|serial", "meter_no"),
        (r"类[型别]|表种|表具|表型|名称|meterkind|metertype|^type$|^kind$|utility", "mtype"),
        (r"备注|说明|remark|note|comment", "note"),
        (r"户名|业主|姓名|住户|name|owner|客户|用户名", "name"),
        (r"楼[栋号宇]|^[栋幢座]号?$|building|block|tower", "building"),
        (r"^单元号?$|entrance|^unit$|stair", "entrance"),
        (r"楼层|^层$|floor", "floor"),
        (r"房|室|门牌|户号|地址|位置|room|flat|address|unitno|apartment|home", "room"),
        (r"读数|示数|行度|reading$", "curr"),
    )
)

KINDS: tuple[tuple[str, str], ...] = (
    ("water", r"水|water"),
    ("electricity", r"电|electric|power"),
    ("gas", r"气|gas"),
    ("heat", r"热|暖|heat"),
)


class MeterTitles(NamedTuple):
    """A sheet's table of readings: the header's row and the column of each field."""

    header_row: int
    columns: dict[str, int]


def kind_of(text: str) -> str | None:
    """The kind of meter that a word means; hot water is water."""
    return next((kind for kind, words in KINDS if re.search(words, plain(text).lower())), None)


def field_of(title: str) -> str | None:
    """What a title means; None for what is none of ours."""
    key = tidy_words(re.sub(r"[\s（(【\[].*?[)）】\]]|[*:：]", "", plain(title))).lower().replace("_", "")
    if not key or len(key) > 20:
        return None
    return next((field for pattern, field in _LIKE if pattern.search(key)), None) or None


def find_table(sheet: Sheet) -> MeterTitles | None:
    """The first row that names a home or a meter and a present reading, with at least three fields."""
    for number, row in enumerate(sheet.rows[:LATEST_HEADER], 1):
        columns: dict[str, int] = {}
        for at, value in enumerate(row, 1):
            if isinstance(value, str) and not is_blank(value) and (field := field_of(as_text(value))):
                columns.setdefault(field, at)
        if len(columns) >= 3 and "curr" in columns and {"room", "meter_no"} & set(columns):
            return MeterTitles(number, columns)
    return None
