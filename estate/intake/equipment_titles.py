"""What the columns of a register of equipment mean."""

import re

from estate.intake.ledger_titles import Meaning
from estate.intake.text import plain, tidy_words

_SERVICE = r"(维保|保养|维护|检修|维修|服务|service|maint)"
_LIKE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"^(序号?|no\.?|#|项次|行号)$", "seq"),
        (r"注册(代码|证|号)|登记(证|号)|使用证|registration", "registration_no"),
        (r"出厂(编|序)?号|序列号|机身号|产品编号|serial", "serial_no"),
        (r"出厂日期|生产日期|制造日期|质保|保修|单价|金额|原值|价格|合同", ""),
        (rf"(下次|下期|下一次|计划|next).{{0,4}}{_SERVICE}|到期.{{0,2}}{_SERVICE}", "next_maint"),
        (rf"(上次|上期|最近|末次|前次|last|previous).{{0,6}}{_SERVICE}|^{_SERVICE}(日期?|时间|date)$|^上次日期$", "last_maint"),
        (r"(下次|下期|有效期|到期|next).{0,4}(年?检|检验|检测|校验|inspect)|检验有效期|年检(到期|有效)", "next_inspection"),
        (r"(上次|最近|末次|last)?.{0,3}(年?检|检验|检测|校验|inspect).{0,2}(日期?|时间|date)?$", "last_inspection"),
        (r"周期|频次|频率|间隔|cycle|interval|frequency", "cycle"),
        (rf"(电话|手机|联系方式|phone|tel)|{_SERVICE}.{{0,2}}电话", "vendor_phone"),
        (rf"{_SERVICE}.{{0,3}}(单位|公司|厂家|商|方)|供应商|服务商|外包|contractor|vendor", "vendor"),
        (r"责任人|负责人|管理人|管理员|保管|专管|keeper|responsible", "keeper"),
        (r"年限|寿命|使用期|lifespan|^life", "life"),
        (r"启用|投用|投入使用|安装(日期|时间|年月|年份)|装设日|使用日期|开始使用|购置(日期|时间)|install|commission", "install"),
        (r"位置|地点|所在|区域|安装(区|处|部位)|部位|location|place|where", "location"),
        (r"规格|型号|参数|model|spec|type$", "model"),
        (r"品牌|厂家|厂商|制造|生产商|brand|maker|manufacturer", "brand"),
        (r"^(数量|台数|套数|个数|台|数)(\(.*\))?$|quantity|^qty$", "quantity"),
        (r"状态|状况|现状|完好|运行情况|使用情况|status|state|condition", "state"),
        (r"类别|类型|分类|系统|专业|大类|种类|category|system|class", "category"),
        (r"备注|说明|remark|note|comment", "note"),
        (r"(设备|设施|资产|固定资产)?(编号|编码|代码|卡号|号码)$|^code$|(equipment|asset)?(no\.?|number|code|id)$", "code"),
        (r"(设备|设施|资产|机组)?(名称|名)$|^设备$|^设施$|^name$|equipment$|description", "ename"),
    )
)  # fmt: skip
BESIDE = frozenset(
    ("code", "category", "model", "location", "install", "life", "last_maint", "cycle", "vendor", "state")
)


def field_of(title: str) -> str | None:
    """What a title means; None for what is none of ours."""
    key = re.sub(r"[(（【\[].*?[)）】\]]|[*:：\s]", "", tidy_words(plain(title)).lower())
    if not key or len(key) > 20:
        return None
    return next((field for pattern, field in _LIKE if pattern.search(key)), None) or None


def unit_of(title: str) -> str | None:
    """The unit that a title states in brackets, as 月 in 维保周期(月)."""
    found = re.search(
        r"[(（【\[/]\s*(年|个?月|周|天|日|years?|months?|days?)\s*[)）】\]]?", plain(title).lower()
    )
    return found[1] if found else None


def _accepts(columns: dict[str, int]) -> bool:
    return "ename" in columns and len(BESIDE & set(columns)) > 2 and "room" not in columns


EQUIPMENT = Meaning(field_of, "ename", _accepts)
