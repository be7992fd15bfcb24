"""The law on chasing arrears: no text threatens with supply or access, and nothing in the product could do it."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from estate.access.permissions import ROLES
from estate.arrears.rules_law import refuse_threats, threats
from estate.features import ROUTES
from estate.i18n import speaking
from estate.messages.events import EVENTS
from estate.refusal import Refused

ROOT = Path(__file__).parent.parent.parent

FORBIDDEN = [
    ("逾期不缴将停水停电", "supply"),
    ("停 水 停 电", "supply"),
    ("停·水", "supply"),
    ("我司将切断您家的供水", "supply"),
    ("限您三日内缴清，否则限电", "supply"),
    ("逾期未缴的，停止供暖", "supply"),
    ("关闭您家燃气", "supply"),
    ("本小区不会停水停电", "supply"),  # a notice that speaks of it is read as a threat
    ("将停用门禁卡", "access"),
    ("您的电梯卡将被禁用", "access"),
    ("限制使用电梯", "access"),
    ("限制您的车辆进出小区", "access"),
    ("不予放行", "access"),
    ("锁车", "access"),
    ("取消您的车位", "access"),
    ("在公告栏公布业主名单", "exposure"),
    ("我们会联系您的单位", "exposure"),
    ("一切后果自负", "threat"),
    ("停门禁", "access"),
    ("门禁停了", "access"),
    ("关电梯卡", "access"),
    ("停梯通知", "access"),
    ("锁卡", "access"),
    ("把水停了", "supply"),
    ("将降低您家水压", "supply"),
    ("上门贴条", "exposure"),
    ("上报征信", "exposure"),
    ("We will cut off your water", "supply"),
    ("We deactivate your access card", "access"),
    ("Turn the lift off", "access"),
    ("No parking until paid", "access"),
    ("We tell the neighbours", "exposure"),
    ("Your power will be shut off", "supply"),
    ("Your access card: we disable your access.", "access"),
    ("We block the lift", "access"),
    ("We publish your name", "exposure"),
]
LAWFUL = [
    "尊敬的业主：您 3-2-501 房 2026 年 9 月至 11 月物业费共 498.18 元尚未缴纳，请于 12 月 10 日前缴清。",
    "如已缴费，请忽略本通知。有疑问请致电物业服务中心 0571-8888 1234。",
    "停车位管理费 120.00 元、电梯运行费 30.00 元、公共照明费、生活垃圾清运费",
    "本月水电公摊明细见账单。自来水费、电费由供水供电单位收取。",
    "逾期仍未缴纳的，我司将依法向人民法院提起诉讼，并主张违约金。",
    "您可以申请分期缴纳；对服务质量有异议的，请在 15 日内书面提出，我们核实期间暂停催缴。",
    "缴费截止日期为 12 月 10 日，电话咨询时间 9:00—18:00。",
    "相关电费、有关水费的说明",
    "电梯停靠层、电梯停止运行时间、有关门禁的说明见公告；停车位费每月 120.00 元。",
    "门禁卡补办工本费、停车场道闸维护费",
    "Please pay ¥498.18 for parking and lift by 10 December, or talk to us about instalments.",
    "If the fee stays unpaid we will take the matter to court, as the law provides.",
]


@pytest.mark.parametrize(("text", "kind"), FORBIDDEN)
def test_a_text_that_threatens_is_refused_beside_its_field(text: str, kind: str) -> None:
    assert kind in {found for found, _words in threats(text)}
    with pytest.raises(Refused) as refused:
        refuse_threats(text, "body")
    assert refused.value.field == "body"


@pytest.mark.parametrize("text", LAWFUL)
def test_a_text_that_asks_names_sums_and_the_lawful_way_stands(text: str) -> None:
    assert threats(text) == []
    refuse_threats(text, "body")


SUPPLY = "water|power|electric|heat|gas|access|gate|lift|elevator|parking|door|entrance|plate|card"
CUTS = "cut|shut|block|disable|suspend|lock|restrict|bar|disconnect|freeze|revoke|deny|stop"
CUTTING = re.compile(
    rf"(?:{CUTS})\w*[-_/. ]+(?:\w+[-_/. ]+)?(?:{SUPPLY})|(?:{SUPPLY})\w*[-_/. ]+(?:\w+[-_/. ]+)?(?:{CUTS})"
)
MAY = {"/meters/{meter_id:int}/stop"}
"""A meter that is taken out of service is no longer read; nothing is cut by it."""


def test_no_route_cuts_anything() -> None:
    """Neither an address nor the name of what answers it speaks of cutting a supply or barring a way in."""
    named = {path: handler.handler_name for handler in ROUTES for path in handler.paths}
    found = {path: name for path, name in named.items() if CUTTING.search(f"{path} {name}".lower())}
    assert set(found) <= MAY


def test_no_permission_allows_to_cut_anything() -> None:
    every = {permission for permissions in ROLES.values() for permission in permissions}
    assert [one for one in every if CUTTING.search(one)] == []


def test_no_reminder_that_the_product_brings_along_threatens() -> None:
    """Every event of dunning in both languages, with the samples of its variables."""
    found = [one for one in EVENTS.values() if one.category == "dunning"]
    assert found
    for event in found:
        for language in ("en", "zh_CN"):
            with speaking(language):
                for text in event:
                    assert threats(str(text)) == [], (event.code, language)


DEBT = re.compile("欠|缴|逾期|催|费|账|owe|pay|bill|fee|overdue|arrears|dunning|remind", re.IGNORECASE)


def read_as_a_reminder(text: str) -> list[str]:
    """What is forbidden in a text of a screen. Of a supply that fails only where it speaks of debts too: notices of
    works, reports of faults and work without a network say that the water, the power or the network is off."""
    return [words for kind, words in threats(text) if kind != "supply" or DEBT.search(text)]


def test_no_screen_of_the_product_threatens() -> None:
    """Every text of the catalogue in both languages, read as a reminder would be read; but those that refuse threats."""
    with (ROOT / "locale/zh_CN/LC_MESSAGES/estate.po").open("rb") as file:
        messages = [
            one for one in read_po(file, locale="zh_CN") if one.id and "%(words)s” may not" not in str(one.id)
        ]
    texts = [
        part
        for message in messages
        for text in (message.id, message.string)
        for part in ([text] if isinstance(text, str) else text)
    ]
    assert len(texts) > 1000
    assert {text: found for text in texts if (found := read_as_a_reminder(text))} == {}


def test_no_paper_and_nothing_seeded_threatens() -> None:
    """What stands in templates and seeds without being translated: letters, notices, texts of strategies."""
    markup = re.compile(r"\{[{%#].*?[}%#]\}|<[^>]*>|#(?:let|set|show|import)[^\n]*", re.DOTALL)
    files = [
        path
        for folder in ("templates", "seed")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".html", ".typ", ".txt", ".json", ".toml", ".md")
    ]
    assert len(files) > 50
    texts = {str(path.relative_to(ROOT)): markup.sub("。", path.read_text("utf-8")) for path in files}
    assert {name: threats(text) for name, text in texts.items() if threats(text)} == {}
