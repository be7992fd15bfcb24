"""What else happens at the invented community's counter: deposits, refunds, waivers, a claim, closed days. In fen."""

from datetime import date, timedelta
from typing import NamedTuple

from estate.access.me import Me
from estate.closing import actions_days
from estate.closing.sheet import open_sheets
from estate.data import Reader, clock, read
from estate.demo.facts import facts
from estate.demo.money import at
from estate.deposits import actions as deposits
from estate.reconciliation.actions_claims import Said, claim
from estate.refunds import actions as refunds
from estate.waivers import actions as waivers

FLOAT_FEN = 20_000
COUNTED_DAYS = 3


class Staff(NamedTuple):
    """Who works at the counter and who decides."""

    manager: Me
    cashier: Me
    clerk: Me


class Whose(NamedTuple):
    """A home and who pays for it. owed_fen: together; charge_id: where most is open, charge_fen."""

    home_id: int
    home_code: str
    payer_id: int
    payer_name: str
    owed_fen: int = 0
    charge_id: int = 0
    charge_fen: int = 0


def debtors(db: Reader, most: int) -> list[Whose]:
    """Persons who owe something for a home and have no account here, in the order of their homes."""
    return db.rows(
        Whose,
        """
        SELECT d.home_id, h.code AS home_code, d.payer_id, p.name AS payer_name, d.owed_fen, d.charge_id,
               d.charge_fen
          FROM (SELECT home_id, payer_id, sum(balance_fen) AS owed_fen, charge_id, max(balance_fen) AS charge_fen
                  FROM charge_balances WHERE balance_fen > 0 GROUP BY home_id, payer_id) AS d
          JOIN homes AS h ON h.id = d.home_id JOIN people AS p ON p.id = d.payer_id
         WHERE p.kind = 'person' AND NOT EXISTS (SELECT 1 FROM accounts AS a WHERE a.person_id = p.id)
         ORDER BY h.sort, d.payer_id LIMIT :most
        """,
        most=most,
    )


def hold_deposits(today: date, staff: Staff) -> None:
    """Deposits of the last months: one returned whole, one after a deduction waiting, the others held."""
    with read() as db:
        owners = db.rows(
            Whose,
            """
            SELECT h.id AS home_id, h.code AS home_code, p.id AS payer_id, p.name AS payer_name, 0 AS owed_fen,
                   0 AS charge_id, 0 AS charge_fen
              FROM residencies AS r JOIN homes AS h ON h.id = r.home_id JOIN people AS p ON p.id = r.person_id
             WHERE r.role = 'owner' AND h.usage = 'residential' AND p.kind = 'person'
             ORDER BY EXISTS (SELECT 1 FROM accounts AS a WHERE a.person_id = p.id) DESC, h.sort LIMIT 5
            """,
        )
    taken: list[int] = []
    for number, (one, days) in enumerate(zip(owners, (96, 61, 33, 12, 5), strict=False)):
        card = number == len(owners) - 1
        kind, fen = ("access_card", 5_000) if card else ("renovation", 200_000)
        method, ref = ("cash", "") if number > 2 else ("transfer", f"YJ{one.home_id:08d}")
        asked = deposits.Asked(
            one.home_id, one.payer_id, kind, "装饰装修管理服务协议", fen, method, channel_ref=ref
        )
        with clock.as_of(at(today - timedelta(days=days), 10)):
            taken.append(deposits.take(asked, f"demo-deposit-{number}", staff.cashier).id)
    with clock.as_of(at(today - timedelta(days=20), 11)):
        deposits.note_inspection(taken[0], "验收单-001", staff.cashier)
        _return(owners[0], taken[0], staff)
    with clock.as_of(at(today - timedelta(days=7), 11)):
        deposits.note_inspection(taken[1], "验收单-002", staff.cashier)
        deposits.deduct(taken[1], 30_000, "公共走道墙面修补", "验收单-002", "demo-deduction", staff.cashier)


def _return(whose: Whose, deposit_id: int, staff: Staff) -> None:
    asked = refunds.Asked(
        "deposit", whose.home_id, whose.payer_id, 200_000, "装修验收合格", deposit_id=deposit_id
    )
    request = refunds.ask(asked, "demo-return", staff.cashier)
    if request.state == "waiting":
        request = refunds.decide(request.id, approved=True, note="", by=staff.manager)
    refunds.pay_out(request.id, "transfer", "TK00000001", staff.cashier)


def waive(today: date, staff: Staff) -> None:
    """Small sums waived at once, and a request above the limit that waits for the manager."""
    with read() as db:
        some = debtors(db, 4)
    for one in some[1:3]:
        asked = waivers.Asked(
            one.home_id,
            (one.charge_id,),
            "service",
            "电梯停运两天",
            "物业服务合同第十条",
            min(2_000, one.charge_fen),
        )
        with clock.as_of(at(today - timedelta(days=2), 15)):
            waivers.ask(asked, f"demo-waiver-{one.home_id}", staff.cashier, grant=True)
    large = next((one for one in some if one.charge_fen > 6_000), None)
    if large:
        asked = waivers.Asked(
            large.home_id, (large.charge_id,), "goodwill", "顶层漏水三个月", "双方协商记录", 6_000
        )
        with clock.as_of(at(today - timedelta(days=1), 16)):
            waivers.ask(asked, "demo-waiver-waiting", staff.clerk)


def ask_for_refund(today: date, staff: Staff) -> None:
    """A part of the largest prepayment is asked back, above the limit where there is so much."""
    with read() as db:
        found = db.tuples("""
            SELECT home_id, payer_id, balance_fen FROM prepayment_balances
             WHERE balance_fen > 0 ORDER BY balance_fen DESC, home_id LIMIT 1
        """)
    for home_id, payer_id, balance_fen in found:
        asked = refunds.Asked("refund", home_id, payer_id, min(balance_fen, 25_000), "业主另有急用")
        with clock.as_of(at(today - timedelta(days=1), 14)):
            refunds.ask(asked, "demo-refund", staff.cashier)


def credit(today: date, owner: Me, staff: Staff) -> None:
    """The owner with an account has a small credit, which the next bill is paid from."""
    with read() as db:
        home_id = db.value(
            "SELECT min(home_id) FROM residencies WHERE person_id = :id AND role = 'owner'",
            id=owner.person_id,
        )
    asked = refunds.Asked("credit", home_id, owner.person_id or 0, 3_000, "电梯停运补偿")
    with clock.as_of(at(today - timedelta(days=9), 15)):
        refunds.ask(asked, "demo-credit", staff.cashier)


def say_paid(today: date, owner: Me) -> None:
    """The owner with an account says that what is owed was paid yesterday."""
    with read() as db:
        owed = db.tuples(
            """
            SELECT home_id, sum(balance_fen) FROM charge_balances
             WHERE balance_fen > 0 AND payer_id = :person_id GROUP BY home_id ORDER BY home_id LIMIT 1
            """,
            person_id=owner.person_id,
        )
    for home_id, fen in owed:
        said = Said(home_id, owner.person_id or 0, fen, today - timedelta(days=1), "transfer", "手机银行转账")
        with clock.as_of(at(today - timedelta(days=1), 20)):
            claim(said, "demo-claim", owner)


def close_days(today: date, staff: Staff) -> None:
    """The last days counted and handed over, all earlier ones closed without counting."""
    yesterday = (today - timedelta(days=1)).isoformat()
    with read() as db:
        days = db.values(
            "SELECT DISTINCT day FROM till_days WHERE close_id IS NULL AND day <= :yesterday ORDER BY day",
            yesterday=yesterday,
        )
    if len(days) > COUNTED_DAYS:
        until = days[-COUNTED_DAYS - 1]
        actions_days.close_uncounted(until, facts().uncounted, "demo-locked", staff.manager)
    with read() as db:
        sheets = open_sheets(db, yesterday)
    for till, sheet in sheets:
        with clock.as_of(at(date.fromisoformat(till.day), 21)):
            close = actions_days.close_day(
                till.id,
                staff.cashier,
                f"demo-close-{till.id}",
                opening_float_fen=FLOAT_FEN,
                counted_fen=FLOAT_FEN + sheet.cash_due_fen,
                pieces={},
                reason="",
            )
            actions_days.confirm(close.id, staff.manager)
