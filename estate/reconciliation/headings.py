"""How banks and payment services head the columns of their statements, and what they write in them."""

import re

from estate.intake.text import plain

_WORDS = {
    "when": """交易时间 交易日期 记账日期 记账时间 入账日期 入账时间 付款时间 支付时间 发生时间 交易创建时间 完成时间
        到账时间 日期 时间 date time transactiontime transactiondate postingdate""",
    "reference": """交易流水号 流水号 核心流水号 交易号 微信支付业务单号 微信支付单号 微信订单号 支付宝交易号 支付宝流水号
        账务流水号 业务流水号 交易参考号 银行流水号 交易单号 系统参考号 参考号 凭证号 transactionid reference""",
    "money_in": "收入 收入金额 贷方发生额 贷方金额 贷方 存入 存入金额 转入金额 credit",
    "money_out": "支出 支出金额 借方发生额 借方金额 借方 支取 支取金额 转出金额 debit",
    "amount": "金额 交易金额 发生额 订单金额 收款金额 实收金额 收支金额 应结订单金额 amount",
    "direction": "收/支 收支类型 收支 借贷标志 借贷 借贷方向 收付标志 资金流向 direction",
    "fee": "手续费 服务费 fee",
    "payer": """对方户名 对方名称 对方账户名称 对方账户名 交易对方 付款人 付款人名称 付款人户名 付款方 付款方户名
        付款方名称 对方 买家姓名 payer""",
    "account": "对方账号 对方账户 付款账号 付款人账号 付款方账号",
    "remark": """附言 备注 摘要 用途 交易附言 客户附言 交易备注 交易摘要 商品名称 商品 商品标题 业务描述 商户订单号
        商户单号 remark memo""",
    "status": "交易状态 状态 订单状态 支付状态 当前状态 status",
}

FIELDS: dict[str, str] = {word: field for field, words in _WORDS.items() for word in words.split()}
"""The field of a heading, as key() spells it."""

IN = {"收入", "收", "贷", "贷方", "入账", "转入", "存入", "c", "credit", "in", "+"}
OUT = {"支出", "支", "付", "借", "借方", "出账", "转出", "支取", "d", "debit", "out", "-"}

NEITHER = {"/", "不计收支"}

NOT_DONE = re.compile("关闭|失败|未支付|待付款|已撤销|冲正失败|closed|failed", re.IGNORECASE)
"""A transaction that moved no money."""

SUMS = re.compile(
    r"^[#`\-\s]*(合计|总计|小计|本页|共|笔数|期初|期末|上期|余额|导出|起始|终止|收入|支出|总|-{3,})"
)
"""How rows begin that are no transactions."""


def key(heading: str) -> str:
    """A heading without units, brackets, spaces and marks: `收入金额（+元）` is `收入金额`."""
    text = plain(heading).lower().strip("`\t ")
    text = re.sub(r"[(\[【].*?[)\]】]", "", text)
    return re.sub(r"[\s:：*]", "", text)
