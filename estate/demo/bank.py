"""A bank statement of the invented community with lines of every confidence, partly confirmed. Amounts in fen."""

from datetime import date, timedelta

from estate.access.me import Me
from estate.community.rules_remark import remark_code
from estate.data import clock, read
from estate.demo.counter import Whose, debtors
from estate.demo.money import at
from estate.intake.reader import read_content
from estate.reconciliation import actions, candidates
from estate.reconciliation.statement_file import read_statement

HEAD = "交易日期,交易流水号,收入金额,支出金额,对方户名,摘要"
FILE = "示例银行对账单"


def reconcile(today: date, cashier: Me) -> None:
    """Bring in yesterday's statement, confirm what is certain, set the interest aside; the rest is left to decide."""
    yesterday = today - timedelta(days=1)
    with read() as db:
        known = db.tuples("""
            SELECT taken_on, channel_ref, amount_fen, payer_name FROM receipts
             WHERE method = 'transfer' AND kind = 'receipt' AND reversed_by IS NULL ORDER BY id DESC LIMIT 2
        """)
        owing = debtors(db, 7)[-3:]
    content = "\n".join([HEAD, *_rows(yesterday, known, owing)]).encode()
    with clock.as_of(at(yesterday, 16, 30)):
        found = read_statement(read_content(content, FILE))
        statement_id = actions.bring_in("bank", FILE, content, found, cashier)
        with read() as db:
            lines = candidates.of_statement(db, statement_id)
        certain = [(line.id, best.token) for line, best in lines if best and best.confidence == "certain"]
        actions.confirm(certain, cashier)
        interest = next(line for line, _best in lines if line.remark == "结息")
        actions.set_aside(interest.id, "银行利息", cashier)


def _rows(day: date, known: list[tuple[str, str, int, str]], owing: list[Whose]) -> list[str]:
    """The rows as the bank writes them: known vouchers, a code, a room, a name, interest, a fee, and nobody's money."""
    rows = [f"{on},{ref},{_yuan(fen)},,{payer}," for on, ref, fen, payer in reversed(known)]
    for number, one in enumerate(owing):
        fen, payer, remark = _way(number, one)
        rows.append(f"{day},{day:%Y%m%d}{number:04d},{_yuan(fen)},,{payer},{remark}")
    return [
        *rows,
        f"{day},{day:%Y%m%d}9001,12.34,,,结息",
        f"{day},{day:%Y%m%d}9002,,5.00,,账户管理费",
        f"{day},{day:%Y%m%d}9003,77.70,,程一鸣,转账",
    ]


def _way(number: int, one: Whose) -> tuple[int, str, str]:
    """How somebody pays by transfer: amount, name of the account, remark."""
    if number == 0:
        return one.owed_fen, "张三丰", f"物业费 {remark_code(one.home_id)}"
    if number == 1:
        return one.owed_fen, "", f"{one.home_code} 物业费"
    return one.owed_fen + 1_000, one.payer_name, "转账"


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
