"""Owners' names: several in a cell, companies, shares, tenants; forms of address that are no name."""

import re
from typing import NamedTuple

from estate.intake.phones import numbers_in, without_numbers
from estate.intake.reading import Reading
from estate.intake.text import HAN, has_han, means_blank, plain, visible
from estate.intake.workbook import Value, as_text

_COMPOUND_SURNAMES = (
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 司空 夏侯 端木 南宫 "
    "独孤 西门 轩辕 澹台 公冶 淳于 单于 太叔 申屠 仲孙 百里 呼延 闻人 赫连 拓跋 钟离 濮阳 "
    "万俟"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND_SURNAMES.split())
# surnames of most people, only to see where a second name begins in four characters without a separator
SURNAMES = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋"
    "杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙"
    "陶贺顾毛郝龚邵万钱严"
)
TITLE = (
    r"先生|女士|小姐|太太|夫人|阿姨|大姐|大哥|大妈|大爷|大叔|大伯|叔叔|伯伯|奶奶|爷爷|婆婆|"
    r"老师|师傅|老板|老板娘|经理|主任|医生|校长|书记|同志"
)
ADDRESSED = re.compile(rf"(.+?)(?:{TITLE})")
LATIN_TITLE = re.compile(r"(?:mr|mrs|ms|miss|dr)\b", re.IGNORECASE)
SHORT_ADDRESS = re.compile(rf"[{HAN}][总姐哥姨叔伯婶嫂爷奶局某]|[老小阿][{HAN}]|[{HAN}]某某|[{HAN}]{{1,2}}某")
COMPANY = re.compile(
    r"公司|集团|工厂|支行|分行|商行|车行|洋行|药房|药店|幼儿园|诊所|事务所|工作室|合作社|委员会|居委会|村委会|管理局|研究院|研究所"
    r"|协会|基金会|学会|办事处|管理处|服务站|派出所|政府|教会|企业|合伙|经营部|工会|商会"
    r"|(?<=..)(?:银行|超市|商店|学校|小学|中学|大学|医院|局$|[厂店社部]$|(?:置业|地产|物业|投资|科技|贸易|实业|传媒|餐饮|餐厅|酒楼|宾馆|建材)$|中心$|会所$)"
    r"|\b(?:co|inc|llc|ltd|gmbh|corp|company|limited|bank|plc)\b",
    re.IGNORECASE,
)
NOBODY = re.compile(r"(空置|空房|空关|未售|待售|未卖|未售出|库存|尾房|样板房|样板间)(房|屋)?")
NO_NAME = re.compile(
    r"待[核确].*|核实.*|未知.*|不明.*|[见详].{0,2}备注|继承中?|法拍.*|查封.*|抵[债押].*|X{2,}|"
    r"开发商|发展商|建设单位|物业|物业公司|物业用房|待定|业主|户主|租户|租客|住户|本人|家属"
)
GROUP = re.compile(rf"([{HAN}]{{2,4}}?)(?:夫妇|夫妻|父子|父女|母子|母女|兄弟|姐妹|姐弟|兄妹|一家|全家|等人?)")
LABEL = re.compile(r"(?:业主|户主|产权人|房主|姓名|owner)\s*[:：]\s*", re.IGNORECASE)
ODD_SIGN = re.compile(rf"[^{HAN}\U00020000-\U0003ffff·•・‧∙．.\s]")
SHARE = re.compile(r"(?:占|各占|各|份额|产权)?\s*(\d{1,3}(?:\.\d+)?\s*%|\d{1,2}/\d{1,3})(?:产权|份额)?")
IN_BRACKETS = re.compile(r"[（(【\[]([^）)】\]]*)[）)】\]]")
TENANT = re.compile(r"租|承租|现住")
CO_OWNED = re.compile(r"(?:共有人?|共同|按份|产权人|业主|户主|本人|法人|夫妻|夫妇|一起|各|[、,，\s])+")
GONE = re.compile(r"已故|去世|亡|过户|原业主|前业主|旧业主|原户主|已卖|已售|已搬|更名|变更|离婚")
STRONG = re.compile(r"\s*[、/／&＆,，;；\n|＋+]\s*|\s+and\s+")
STRONG_IN_LATIN = re.compile(r"\s*[、/&;；\n|]\s*|\s+and\s+")
STRONG_IN_COMPANY = re.compile(r"[、/&＆;；\n]")
WEAK = re.compile(rf"(?<=[{HAN}]{{2}})[和与及](?=[{HAN}]{{2}})")
NOT_NAMED = ("共有", "共同共有", "等", "等人")
FULL_NAME = re.compile(f"[{HAN}]{{2,4}}")
SHORT_NAME = re.compile(f"[{HAN}]{{2,3}}")
LONG_NAME = re.compile(f"[{HAN}]{{5,}}")
WORDLIKE = re.compile(rf"[{HAN}]|[^\W\d_]{{2}}")
DIGIT = re.compile(r"\d")
SPACE_INSIDE = re.compile(f"(?<=[{HAN}·])\\s+(?=[{HAN}·])")
EVERY_SHARE = re.compile(r"各\s*(?:占)?\s*(\d{1,3}%|\d/\d)")
SHARE_BEFORE_NAME = re.compile(rf"({SHARE.pattern})(?=[{HAN}])")
BRACKET_BEFORE_NAME = re.compile(rf"([）)】\]])\s*(?=[{HAN}])")
BEFORE_BRACKET = re.compile(r"\s+(?=[（(【\[])")
TENANT_NAMED = re.compile(
    rf"[（(]租[户客]?[)）]\s*([{HAN}]{{2,4}})|(?:租户|租客|承租人)[:：]?\s*([{HAN}]{{2,4}})"
)
MASK = re.compile(r"[*＊?？□xX×Ｘ●○_]")


class Name(NamedTuple):
    """A named owner or tenant. share: as written (50%, 1/2). is_company: a legal person."""

    name: str
    is_company: bool = False
    share: str | None = None
    is_tenant: bool = False


class Names(NamedTuple):
    """What a name cell holds; numbers: telephone numbers that stood in it; empty_home: it says nobody owns it."""

    names: tuple[Name, ...] = ()
    numbers: tuple[str, ...] = ()
    empty_home: bool = False


NOTHING = Names()


def tidy_name(text: str) -> str:
    """A name without invisible signs and, between Chinese characters, without spaces; nothing else is touched."""
    return SPACE_INSIDE.sub("", visible(text))


def _doubt(name: str) -> tuple[str, str | None] | None:
    """Why this is no complete name, and the proposal; None when it looks like one."""
    if COMPANY.search(name):
        return None
    if re.fullmatch(TITLE, name) or LATIN_TITLE.match(name):
        return ("owner_title", None)
    if m := ADDRESSED.fullmatch(name):
        rest = m[1]
        return ("owner_title", None if len(rest) < 2 or rest in COMPOUND_SURNAMES else rest)
    if SHORT_ADDRESS.fullmatch(name):
        return ("owner_title", None)
    if NO_NAME.fullmatch(name):
        return ("owner_unnamed", None)
    if (MASK.search(name) and has_han(name)) or "*" in name:
        return ("name_masked", None)
    if m := GROUP.fullmatch(name):
        return ("name_group", m[1])
    if DIGIT.search(name):
        return ("name_with_digits", None)
    if has_han(name) and ODD_SIGN.search(name):
        return ("name_unreadable", None)
    if len(name) == 1:
        return ("name_one_character", None)
    glued = (
        len(name) == 4 and name[:2] not in COMPOUND_SURNAMES and name[0] in SURNAMES and name[2] in SURNAMES
    )
    if LONG_NAME.fullmatch(name) or glued:
        return ("name_long", None)
    if not WORDLIKE.search(name):
        return ("name_unreadable", None)
    return None


def _split(text: str) -> list[str]:
    if COMPANY.search(text) and not STRONG_IN_COMPANY.search(text):
        return [text]
    parts = (
        [p for p in STRONG.split(text) if p and p.strip()] if has_han(text) else STRONG_IN_LATIN.split(text)
    )
    cut: list[str] = []
    for part in (p.strip() for p in parts):
        pieces = WEAK.split(part) if not COMPANY.search(part) else [part]
        for piece in pieces:
            words = piece.split(" ")
            full = all(FULL_NAME.fullmatch(w) for w in words)
            if len(words) > 1 and full and words[0] not in COMPOUND_SURNAMES:
                cut += words
            else:
                cut.append(piece)
    return [c for c in cut if c]


def read_names(value: Value) -> Reading[Names]:
    """The owners (and a tenant) named in a cell.

    A form of address (王女士), a masked or doubtful name, or a remark that changes who the owner is becomes a doubt;
    names joined by a separator are separated, shares in per cent or as fractions are kept with them.
    """
    if value is None:
        return Reading(NOTHING)
    raw = as_text(value)
    text = visible(raw)
    if means_blank(text):
        return Reading(NOTHING, repair="blank_word" if text else None)
    if isinstance(value, (int, float)):
        return Reading(NOTHING, doubt="name_with_digits")
    if NOBODY.fullmatch(plain(text)):
        return Reading(Names(empty_home=True), repair="name_state_word")
    short = SHORT_NAME.fullmatch(text) and text not in NOT_NAMED
    if short and not (GONE.search(text) or COMPANY.search(text) or _doubt(text)):
        return Reading(Names((Name(text),)), repair=None if text == raw else "name_spacing")
    repair: str | None = None
    numbers = tuple(numbers_in(text))
    if numbers:
        text, repair = visible(without_numbers(plain(text))), "name_with_phone"
    if GONE.search(text):
        return Reading(NOTHING, doubt="owner_changed", proposal=tidy_name(IN_BRACKETS.sub("", text)))
    text = BEFORE_BRACKET.sub("", text)
    if SHARE.search(text):
        text = SHARE_BEFORE_NAME.sub(r"\1、", text)
    tenants = [a or b for a, b in TENANT_NAMED.findall(text)]
    for tenant in tenants:
        text = re.sub(rf"[（(]租[户客]?[)）]\s*{tenant}|(?:租户|租客|承租人)[:：]?\s*{tenant}", "", text)
    text = BRACKET_BEFORE_NAME.sub(r"\1、", text) if not COMPANY.search(text) else text
    parts, names = _split(text), list[Name]()
    every = EVERY_SHARE.search(text)
    for part in parts:
        share = SHARE.search(part)
        remark = " ".join(IN_BRACKETS.findall(part))
        bare = part if COMPANY.search(part) else IN_BRACKETS.sub("", part)
        if share:
            bare, remark = SHARE.sub("", bare), SHARE.sub("", remark)
        name = tidy_name(LABEL.sub("", bare).strip(" ，,。.:：'"))
        if name in NOT_NAMED or not name:
            continue
        remark = remark.strip()
        if (
            remark
            and not COMPANY.search(part)
            and not TENANT.search(remark)
            and not CO_OWNED.fullmatch(remark)
        ):
            return Reading(NOTHING, doubt="name_remark", proposal=name, about={"remark": remark})
        if why := _doubt(name):
            return Reading(Names(numbers=numbers), doubt=why[0], proposal=why[1])
        wanted = every[1] if every else share[1].replace(" ", "") if share else None
        names.append(Name(name, COMPANY.search(name) is not None, wanted, TENANT.search(remark) is not None))
    names += [Name(tenant, is_tenant=True) for tenant in tenants]
    if not names:
        return Reading(NOTHING, doubt="name_unreadable")
    if tenants or any(n.is_tenant for n in names):
        repair = "name_with_tenant"
    elif len(names) > 1:
        repair = "owners_joined"
    elif names[0].name != raw:
        repair = repair or "name_spacing"
    return Reading(Names(tuple(names), numbers), repair=repair)
