"""What the columns of a list of fees mean: a row for every home, fee and month or other time."""

import re

from estate.intake.fee_titles import FeeTitles
from estate.intake.headers import field_of as home_field
from estate.intake.layout import SheetMapping
from estate.intake.ledger_titles import Meaning, find_header
from estate.intake.text import plain, tidy_words
from estate.intake.workbook import Sheet

_LIKE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"^(序号?|编号|no\.?|#|项次)$", "seq"),
        (r"手续费|税|押金余额|预存余额|上期|上月|本期读数|用量|数量|倍率|quantity|usage|tax", ""),
        (r"(收据|票据|发票|单据|流水|凭证|订单|receipt|invoice|voucher).{0,2}(号|编号|码|no)?|^单号$", "receipt"),
        (r"滞纳金|违约金|罚|penalty|late", "fine"),
        (r"减免|优惠|折扣|免收|discount|waive", "waived"),
        (r"(到期|应[收缴交]|截止缴|缴费截|限缴|最迟|最后).{0,3}(日期?|期限)|缴费期限|^到期|duedate|^dueon|payby", "due_on"),
        (
            r"(实?[缴交付收]费?|收款|付款|支付|到账|入账|实[收缴]|已[缴交收]|paid|payment).{0,2}(日期?|时间|date|on$|day)|^收费日|^缴费日",
            "paid_on",
        ),
        (r"起止|期间|所属期|时段", "period"),
        (r"(费用|计费|收费|账单|缴费)?(开始|起始|起算|起).{0,2}(日期?|时间|年月|月份)|^起$|^自$|^from|^start|begin", "start"),
        (r"(费用|计费|收费|账单|缴费)?(结束|截止|终止|止).{0,2}(日期?|时间|年月|月份)|^止$|^至$|^to$|^until|^end", "end"),
        (r"状态|是否[已缴交收欠]|缴费情况|收费情况|缴清|status|state", "state"),
        (r"费用(周期|时间)|计费周期|收费周期|账单周期|^周期$|period|^(所属|缴费|收费|费用)?季度$|term", "period"),
        (r"缴费周期|付费周期|方式|渠道|经办|收[费款银]员|操作|录入|method|cashier|channel", ""),
        (r"(账单|费用|所属|应收|收费|计费)?(月份|月度|年月)|账期|^月$|month", "month"),
        (r"^(年|年度|年份|所属年度|费用年度|year)$", "year"),
        (r"欠|未[收缴交付]|余额|尚欠|outstanding|arrear|owed|balance|unpaid", "owed"),
        (r"(实|已)[收缴交付]|收款|缴费金额|缴纳金额|交费金额|付款金额|paid|received|collected", "paid"),
        (r"单价|费率|收费标准|标准|price|rate|tariff", "price"),
        (
            r"(收费|费用|缴费|应收)?(项目|名称|科目|费项|类型|种类|大类)(名称)?$|^费用$|^费种$|^费别$|feeitem|^fee$|^item$|feetype|charge(item|type|name)",
            "fee_item",
        ),
        (r"应[收缴交付]|账单金额|费用金额|收费金额|^金额|本期金额|^合计金额|amount|^due$|charge|billed", "due"),
        (r"合计|小计|总计|total|sum", ""),
    )
)  # fmt: skip
_HOME = {
    "room": "room",
    "building": "building",
    "entrance": "entrance",
    "area": "area",
    "name": "payer",
    "phone": "phone",
    "note": "note",
}
TIMES = frozenset(("period", "month", "start"))
SUMS = frozenset(("due", "owed", "paid"))


def field_of(title: str) -> str | None:
    """What a title means; None for what is none of ours."""
    key = re.sub(r"[(（【\[].*?[)）】\]]|[*:：]", "", tidy_words(plain(title)).lower())
    if not key or len(key) > 20:
        return None
    if re.search(
        r"房|室|门牌|楼栋|^栋|^幢|单元|unit|room|flat|home|业主|户名|姓名|住户|客户|owner|name$", key
    ):
        told = _HOME.get(home_field(title).field or "")
        if told and not re.search(r"费|项目|fee|item", key):
            return told
    found = next((field for pattern, field in _LIKE if pattern.search(key)), None)
    if found is not None:
        return found or None
    return _HOME.get(home_field(title).field or "")


def find_list_titles(sheet: Sheet, mapping: SheetMapping | None = None) -> FeeTitles | None:
    """The header that names homes, a time and a sum, as it stands or as a person has said; it has no column for a month."""
    told = find_header(sheet, LIST, mapping)
    return FeeTitles(told.header_row, told.columns, [], []) if told and _is_list(told.columns) else None


def _is_list(columns: dict[str, int]) -> bool:
    return "room" in columns and bool(TIMES & set(columns)) and bool(SUMS & set(columns))


LIST = Meaning(field_of, "room", _is_list)
