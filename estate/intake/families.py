"""Family members written into one cell: 妻:王芳 13800000000;子:王小明."""

import re
from typing import NamedTuple

from estate.intake.phones import numbers_in, without_numbers
from estate.intake.reading import Reading
from estate.intake.text import HAN, means_blank, plain
from estate.intake.workbook import Value, as_text

_WORDS = (
    "妻子 丈夫 老公 老婆 爱人 配偶 妻 夫 父亲 母亲 爸爸 妈妈 父 母 爸 妈 儿子 女儿 长子 次子 "
    "三子 长女 次女 三女 大儿子 二儿子 小儿子 大女儿 小女儿 儿媳 媳妇 女婿 子 女 岳父 岳母 "
    "公公 婆婆 爷爷 奶奶 外公 外婆 姥姥 姥爷 祖父 祖母 孙子 孙女 外孙 外孙女 哥哥 弟弟 姐姐 "
    "妹妹 哥 弟 姐 妹 兄 侄子 侄女 侄 外甥 保姆 朋友 亲戚 亲属 家属 同住 其他"
)
WORDS = _WORDS.split()
RELATION = "|".join(sorted(WORDS, key=len, reverse=True))
LED = re.compile(rf"({RELATION})\s*[:：\-—]\s*(.+)")
GLUED = re.compile(rf"({RELATION})\s*([{HAN}·]{{2,}})")
TRAILED = re.compile(rf"([{HAN}·]{{2,}})\s*(?:[（(]\s*({RELATION})\s*[)）]|[-—:：]\s*({RELATION}))")
PARTS = re.compile(r"[;；、,，\n/|]+")
NEXT = re.compile(
    rf"(?<=[{HAN}\d)）])\s+(?=(?:{RELATION})\s*[:：])|(?<=\d)\s*(?=(?:{RELATION}))|\s+(?=(?:{RELATION})[{HAN}]{{2}})"
)
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?(?:生|出生)?(?!\d)")
AGE = re.compile(r"(?<!\d)\d{1,3}\s*岁")
COUNT = re.compile(
    r"(?:夫妻|夫妇|一家|全家|家庭|共|住)?\s*(?:\d{1,2}\s*(?:人|口人?)?|[一二两三四五六七八九十](?:口之?[家人]?|人))|夫妻|夫妇"
)
TWO_WORDS = re.compile(rf"[{HAN}·]{{2,}}\s+[{HAN}·]{{2,}}")


class Member(NamedTuple):
    """A family member; relation as written (妻, 子), None where only the name stands there."""

    relation: str | None
    name: str | None
    phone: str | None
    birth_year: int | None = None


def _member(part: str) -> Member | None:
    numbers = numbers_in(part)
    text = re.sub(r"[(（]\s*[)）]", "", without_numbers(part)).strip(" :：-")
    text = re.sub(r"(?:电话|手机|联系电话|Tel)[:：]?$", "", text).strip()
    year = YEAR.search(text)
    text = re.sub(r"[(（]\s*[)）]", "", AGE.sub("", YEAR.sub("", text))).strip(" :：-")
    phone, born = (numbers[0] if numbers else None), (int(year[1]) if year else None)
    if len(numbers) > 1 or re.search(r"\d", text):
        return None
    if (m := LED.fullmatch(text)) and not TWO_WORDS.search(m[2]):
        return Member(m[1], m[2].replace(" ", ""), phone, born)
    if m := TRAILED.fullmatch(text):
        return Member(m[2] or m[3], m[1], phone, born)
    if text in WORDS:
        return Member(text, None, phone, born) if phone or born else None
    if m := GLUED.fullmatch(text.replace(" ", "")):
        return Member(m[1], m[2], phone, born)
    if re.fullmatch(rf"[{HAN}·]{{2,4}}|[A-Za-z][A-Za-z .'-]+", text):
        return Member(None, text, phone, born)
    return None


def read_family(value: Value) -> Reading[tuple[Member, ...]]:
    """The members named in a cell; a cell of which a part cannot be read is a doubt as a whole."""
    if value is None:
        return Reading(())
    text = plain(as_text(value))
    if means_blank(text) or COUNT.fullmatch(text):
        return Reading((), repair="family_count" if COUNT.fullmatch(text) else "blank_word")
    parts = [p.strip() for whole in PARTS.split(text) for p in NEXT.split(whole) if p.strip()]
    members: list[Member] = []
    for part in parts:
        if numbers_in(part) and not without_numbers(part).strip() and members and members[-1].phone is None:
            members[-1] = members[-1]._replace(phone=numbers_in(part)[0])
            continue
        member = _member(part)
        if member is None:
            return Reading((), doubt="family_unclear", proposal=text)
        members.append(member)
    return Reading(tuple(members), repair="family_read")
