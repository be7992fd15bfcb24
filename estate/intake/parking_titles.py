"""What the columns of a parking ledger mean, and where its table begins."""

import re

from estate.intake.headers import field_of as home_field
from estate.intake.ledger_titles import Meaning
from estate.intake.text import plain, tidy_words

_LIKE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"^(序号?|no\.?|#|项次)$", "seq"),
        (r"品牌|颜色|车型|车辆类型|车款|车系|brand|colou?r|model", ""),
        (r"押金|保证金|定金|deposit|发票|收据|经手|缴费日|收费日", ""),
        (r"缴至|交至|已[缴交]|实[收缴]|欠|合同|协议", ""),
        (r"面积|area|尺寸|size", "area"),
        (r"牌照|车牌|牌号|plate|registration|licen[cs]e|^车号$", "plate"),
        (r"起[止迄讫至]|有效期|期限|租期|租用期|使用期|时间段|时段|期间|period|term|valid", "period"),
        (r"^[起始止]?(开始|起始|起租|启用|生效|起算|购买|登记|入场|租用).{0,2}[日时期]|^[起始]([日时期].{0,2})?$", "start"),
        (r"开始|^start|^from|begin", "start"),
        (r"(结束|截止|到期|终止|失效|届满|^止|^终).{0,2}(日|时间|期)?|^止$|^至$|^end|^to$|^until|expir", "end"),
        (r"费|租金|价格?|金额|标准|fee$|rent|price|charge|amount|元/月", "fee"),
        (r"类[型别]|性质|产权|方式|租售|[租售].{0,3}[租售]|种类|使用权|属性|^type$|kind|category|tenure|ownership", "ptype"),
        (r"状态|现状|是否|status|state", "state"),
        (r"(停车场|车库|区域|分区|楼层|层|库区).{0,2}(名称|编号|号)?$|zone|level|garage$|carpark$", "zone"),
        (r"(车位|泊位|停车位|车库|库位|泊车位|位置).{0,2}(号码?|编号|编码|代码|名称)?$|^位号$", "space"),
        (r"space|bay|stall|slot|parking(no|number)?$", "space"),
        (r"^编号$|^编码$|^号码?$", "space"),
    )
)  # fmt: skip
_HOME = {
    "room": "room",
    "building": "building",
    "entrance": "entrance",
    "name": "payer",
    "phone": "phone",
    "note": "note",
}
BESIDE = frozenset(("ptype", "plate", "room", "period", "start", "fee", "payer", "state"))


def field_of(title: str) -> str | None:
    """What a title means; None for what is none of ours."""
    key = re.sub(r"[(（【\[].*?[)）】\]]|[*:：]", "", tidy_words(plain(title)).lower())
    if not key or len(key) > 20:
        return None
    if re.search(
        r"房|室|单元|门牌|楼栋|栋|幢|unit|room|flat|home|业主|姓名|车主|住户|owner|name|电话|手机|phone|备注",
        key,
    ):
        told = _HOME.get(home_field(re.sub("车主", "业主", key)).field or "")
        if told:
            return told
    found = next((field for pattern, field in _LIKE if pattern.search(key)), None)
    if found is not None:
        return found or None
    return _HOME.get(home_field(title).field or "")


def _accepts(columns: dict[str, int]) -> bool:
    """Whether the columns name parking spaces, or zones in their place, and at least two things of them."""
    if "space" not in columns and "zone" in columns:
        columns["space"] = columns.pop("zone")
    return "space" in columns and len(BESIDE & set(columns)) > 1


PARKING = Meaning(field_of, "space", _accepts)
