"""What no reminder, letter or strategy of this product says or does: threats with what belongs to living.

Sources: Civil Code §944 (no cutting of water, power, heat or gas to press for fees); local rules against limiting them
in disguise and against barring people, cars, lifts and entrances (Weifang, Zhengzhou); PIPL §25 (no publishing of
personal data); DOMAIN B and C. Words are refused in every sense, a promise not to do it included: a notice that
speaks of it at all is read as a threat. For texts about arrears alone; a notice of works may say that the water stops.
"""

import re
import unicodedata
from typing import NamedTuple

from estate.i18n import gettext as _
from estate.refusal import Refused


class Forbidden(NamedTuple):
    """A pattern over a text without blanks and marks, and which kind of threat it is."""

    kind: str
    pattern: re.Pattern[str]


_SERVED = "供?(?:水电|水|电|燃气|煤气|天然气|气|热|暖|网)"
_SUPPLY = "水|电|燃气|煤气|天然气|供热|供暖|暖气|网络"
_ENTRY = "小区|园区|单元|楼栋|大门|家门|车库|地库|停车场"
_GATE = "门禁卡|门禁|门卡|道闸|闸机|电梯卡|电梯|梯控|梯卡|车位|车牌|人脸识别|通行证|通行权限"
_HELD = "门禁卡|门禁|门卡|道闸|闸机|电梯卡|电梯|梯控|梯卡|人脸识别|通行证"
_CUT = (
    "停止|暂停|停用|关停|停|切断|(?<![判诊])断|掐断|掐|关闭|(?<![有相无])关|中断|中止|终止|限制|限量|限时|"
    "(?<![上下期年时有权无极])限|禁用|禁止|冻结|锁定"
)
_BAR = "停用|停掉|停止|暂停|关停|关闭|限制|限用|限乘|禁用|禁止|冻结|注销|取消|锁定|锁|中止|终止|不得|不准|不许|不让|不予"
_WHOSE = "(?:对|给|向)?(?:您|你|贵|业主|住户|该|其)?(?:家|户|房屋|室)?(?:的|用|使用|乘坐)?"
_WILL = "(?:将|会|要|予以|就|均|也)?被?"

_CHINESE = (
    ("supply", rf"(?:{_CUT}){_WHOSE}{_SERVED}"),
    ("supply", rf"(?:{_SUPPLY}){_WILL}(?:停掉|切断|关停|掐断|停用|停供|断供)"),
    (
        "supply",
        "(?:把|将)(?:水|电|气|暖)(?:都|全)?(?:停|断|关|掐)|(?<![扣用])(?:水|电|气|暖)(?:停|断)(?:了|掉|供)",
    ),
    (
        "supply",
        "(?:降低|调低|减小|下调)(?:您|你)?(?:家)?(?:的)?(?:供水|水压|电压|供暖温度)|(?:水压|电压)(?:将|会|被)*(?:降低|调低|下调)",
    ),
    ("supply", "拉闸|锁表|锁闭?阀|关阀|拆表|停供|断供"),
    ("access", rf"(?:{_BAR}){_WHOSE}(?:{_GATE})"),
    ("access", rf"(?:{_GATE}){_WILL}(?:停用|停掉|关停|关闭|禁用|冻结|注销|取消|锁定|消磁|失效|限制)"),
    (
        "access",
        rf"(?:{_BAR}|(?<!权)限|(?<!门)禁|拒绝|阻止)[^|]{{0,8}}?(?:进出|出入|通行|放行|驶入|驶出|入内|乘梯|回家|进入?(?:{_ENTRY}))",
    ),
    ("access", rf"(?:停|断|封|(?<![有相无公])关)(?:{_HELD})|(?:{_HELD}){_WILL}(?:停(?![车放靠留止])|断|封)"),
    ("access", "停[卡梯]|[锁断]梯|[锁封消]卡"),
    ("access", "锁车|锁门|堵门|堵车|拖车|扣车|不抬杆|换锁|更换门锁|封门|拦车"),
    (
        "exposure",
        "曝光|示众|张榜|(?:公开|公布|公示)(?:您|你|业主|欠费)*的?(?:姓名|名字|名单)|登报|公之于众|挂横幅|贴条|老赖|黑名单|征信|失信",
    ),
    ("exposure", "(?:通知|告知|联系|找)(?:您|你)的?(?:单位|公司|雇主|领导|同事|亲友|邻居|孩子|学校)"),
    ("threat", "后果自负|一切后果|别怪|不客气|走着瞧|上门堵|泼漆|强行|暴力|抓人|拘留|坐牢|判刑|报警抓"),
)
_ENGLISH = (
    (
        "supply",
        r"(?:cut|shut|switch|turn|disconnect|stop|suspend|limit|restrict|block)\w*(?:off)?(?:your|the|all)?"
        r"(?:supplyof)?(?:water|power|electric|gas|heat|network|internet)",
    ),
    (
        "supply",
        r"(?:water|power|electricity|gas|heating)(?:supply)?(?:will|shall)?be(?:cut|shut|stopped|switched|turned)",
    ),
    (
        "access",
        r"(?:block|disable|deactivate|deny|lock|bar|refuse|suspend|restrict|revoke|cancel)\w*(?:of|your|the|all)*"
        r"(?:access|entrance|entry|door|gate|lift|elevator|parking|car|plate|card)",
    ),
    (
        "access",
        r"(?:switch|turn|shut)\w*(?:off)?(?:your|the)?(?:lift|elevator|gate|accesscard|doorcard)s?(?:off)?",
    ),
    ("access", r"no(?:parking|entry|access)(?:until|unless|before)"),
    ("exposure", r"(?:publish|post|display|expose)\w*(?:your|the)?(?:names?|shame|listofdebtors)"),
    (
        "exposure",
        r"(?:tell|inform|contact)\w*(?:your|the)(?:employer|boss|colleagues|neighbou?rs|family|school)",
    ),
    ("threat", r"bearthe(?:full)?consequences|orelse|youwillregret|prison|jail"),
)
ENDS = frozenset(",.;:!?。\n")
FORBIDDEN = tuple(Forbidden(kind, re.compile(pattern)) for kind, pattern in (*_CHINESE, *_ENGLISH))


def threats(text: str) -> list[tuple[str, str]]:
    """Each forbidden passage of a text: its kind (supply, access, exposure, threat) and the words, without blanks."""
    plain = _plain(text)
    return [(one.kind, found[0]) for one in FORBIDDEN for found in one.pattern.finditer(plain)]


def refuse_threats(text: str, field: str) -> None:
    """Refused beside the field when a text about arrears threatens; the word says with what."""
    found = threats(text)
    if not found:
        return
    kind, words = found[0]
    if kind in ("supply", "access"):
        raise Refused(
            _(
                "“%(words)s” may not stand here: the law forbids pressing for fees with water, power, heat, gas, "
                "access, lifts or parking (Civil Code §944). Take it out; asking, a formal notice and a lawsuit are "
                "the lawful ways.",
                words=words,
            ),
            field,
        )
    raise Refused(
        _(
            "“%(words)s” may not stand here: a reminder neither threatens nor makes anything public. Write what is "
            "owed, until when, and whom to ask.",
            words=words,
        ),
        field,
    )


def _plain(text: str) -> str:
    """Full-width as half-width, lower case, without blanks and what cannot be seen, so that 停 · 水 reads 停水.

    Where a sentence or clause ends stands a `|`.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(
        "|" if sign in ENDS else sign
        for sign in folded
        if sign in ENDS or unicodedata.category(sign)[0] in "LN"
    )
