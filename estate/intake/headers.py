"""What a column's title means. Titles are matched by words that occur in them, most telling first."""

import re
from typing import NamedTuple

# Fields of a homes-and-owners ledger; the order inside a group is free.
from estate.intake.header_words import EXACT, HOME_FIELDS
from estate.intake.text import plain

TAIL = re.compile(
    r"(?:\(.*?\)|\[.*?\]|【.*?】|（.*?）|[*※＊:：;；,，。.、/\\\-_—\s\"'“”]|必填|选填|可选|填写)+"
)
UNITS = re.compile(r"(?:㎡|m2|m²|平方米|平米|sqm|元)+$", re.I)

# (pattern, field) for titles that are not in the list; the first that matches decides. An empty field: not ours.
LIKE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"序号|^no\d*$", "seq"),
        (r"(租户|租客|承租|使用人|tenant).*(电话|手机|联系|phone)", "tenant_phone"),
        (r"(租户|租客|承租|使用人|tenant).*(身份证|证件)", "tenant_id"),
        (r"(租户|租客|承租|使用人|tenant).*(姓名|名称|名字|name)|^租[户客]", "tenant_name"),
        (r"(家属|家庭成员|同住).{0,2}[及和与、/&+].*(电话|手机|联系)", "family"),
        (r"(紧急|应急|代理|委托|联系人|配偶|家属|子女).*(电话|手机|联系方式|phone)", "contact_phone"),
        (
            r"物业费|管理费|单价|费率|收费|缴费|金额|欠费|应收|应缴|实收|实缴|水表|电表|气表|合同|发票|fee|price|amount|meter",
            "",
        ),
        (r"(车|parking|plate).*(牌)|牌照", "plate"),
        (r"车位|车库|parking", "parking"),
        (
            r"(日期|时间|年月|date).*(交|收|接|领).{0,3}(房|楼|钥|付)|(交|收|接|领).{0,2}(房|楼|钥匙|付|屋).*(日|时间|年月)",
            "handover",
        ),
        (r"套内|室内|实用|使用.*面积|inner|net", "inner_area"),
        (r"公摊|分摊|花园|赠送|露台|地下室|阁楼", ""),
        (r"面积|建面|平方|area|sqm", "area"),
        (r"身份证|证件.*号|idcard|identity|passport|护照", "id_no"),
        (r"电话|手机|联系方式|联系号|phone|mobile|tel$|cell", "phone"),
        (r"共有|coowner", "co_owner"),
        (r"(业主|户主|产权人|房主|权利人|住户|客户|owner|购房).*(编号|编码|代码|ref$|id$|no$)", "owner_ref"),
        (
            r"(业主|户主|产权人|房主|权利人|住户|客户|owner|购房|买受).*(姓名|名称|名字|name)|姓名$|fullname",
            "name",
        ),
        (r"家庭成员|同住|家属", "family"),
        (r"人口|人数", "family_count"),
        (r"特殊|关爱|关怀|重点人", "special"),
        (r"户型|房型|居室|layout", "layout"),
        (r"用途|性质|业态|物业类型|房屋类型|房产类型|unittype", "usage"),
        (r"状态|入住情况|居住情况|status", "state"),
        (r"单元.*(房|室)|(房|室).*号|门牌|坐落|地址|房屋编号|roomno|flatno|address|unitn", "room"),
        (r"楼栋|栋号|幢号|楼号|楼宇|building|block|tower", "building"),
        (r"单元|entrance", "entrance"),
        (r"楼层|floor", "floor"),
        (r"备注|说明|remark|note|comment", "note"),
        (r"期数|分区|组团|phase|zone", "zone"),
    )
)
ONE_ONLY = HOME_FIELDS - {
    "phone",
    "note",
    "name",
    "co_owner",
    "contact",
    "contact_phone",
    "family",
    "special",
    "state",
    "plate",
    "parking",
    "tenant_phone",
    "id_no",
}


class Title(NamedTuple):
    """A column's title and the field it means; sure: the title is a known word, not only like one."""

    text: str
    field: str | None
    sure: bool


def title_key(text: str) -> str:
    """A title without spaces, line breaks, brackets, units and stars."""
    bare = TAIL.sub("", plain(text).lower())
    return bare if bare in EXACT else UNITS.sub("", bare) or bare


def field_of(text: str) -> Title:
    """What a title means; a title in brackets or with a unit counts as the bare word."""
    key = title_key(text)
    if not key or len(key) > 24:
        return Title(text, None, False)
    if key in EXACT:
        return Title(text, EXACT[key], True)
    if re.fullmatch(r".*[0-9一二三]", key) and (field := EXACT.get(re.sub(r"[0-9一二三]+$", "", key))):
        return Title(text, "co_owner" if field == "name" and not key.endswith(("1", "一")) else field, True)
    if len(key) > 14:
        return Title(text, None, False)
    field = next((field for pattern, field in LIKE if pattern.search(key)), None)
    return Title(text, field or None, False)


def field_under(group: str, text: str) -> Title:
    """What a title means under a group's title of a two-row header: 姓名 under 租户 is the tenant's name."""
    group_key = title_key(group)
    if re.search(r"租|tenant|承租|使用人", group_key):
        inner = field_of(text).field
        wanted = {
            "name": "tenant_name",
            "phone": "tenant_phone",
            "id_no": "tenant_id",
            "contact": "tenant_name",
        }.get(inner or "")
        return Title(f"{group} {text}", wanted, wanted is not None)
    if re.search(r"紧急|应急|代理|emergency", group_key):
        inner = field_of(text).field
        wanted = {"name": "contact", "phone": "contact_phone"}.get(inner or "")
        return Title(f"{group} {text}", wanted, wanted is not None)
    if re.search(r"面积|area", group_key):
        key = title_key(text)
        if re.search(r"套内|室内|使用", key):
            return Title(f"{group} {text}", "inner_area", True)
        if re.search(r"建筑|产权|合计|计费|登记", key):
            return Title(f"{group} {text}", "area", True)
        return Title(f"{group} {text}", None, False)
    if re.search(r"电话|手机|联系方式|phone", group_key):
        return Title(f"{group} {text}", "phone", True)
    if re.search(r"车|parking|收费|费用|物业费|水电", group_key):
        return Title(f"{group} {text}", None, False)
    alone = field_of(text)
    if alone.field:
        return Title(f"{group} {text}", alone.field, alone.sure)
    return Title(f"{group} {text}", field_of(group + text).field, False)
