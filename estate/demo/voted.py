"""What the owners have voted on: one vote that was counted, on the phone and on paper, and one that is open now."""

import random
from datetime import date, datetime, time, timedelta

from estate.access.me import Me
from estate.data import clock, read, write
from estate.data.store import System
from estate.demo.counter import Staff
from estate.votes import actions, actions_ballots, actions_voters, queries_voting
from estate.votes.actions import Draft
from estate.votes.queries_voting import Unit
from estate.votes.rules_codes import ALPHABET, LENGTH

MANAGERS = (
    """现有物业服务合同年底到期。业主委员会建议续聘三年，服务内容和标准不变，并就公共部分的两件事一并表决。"""
)
CHARGING = """地下车库一层划出二十个车位安装充电桩，由运营方出资，收益归全体业主。"""
WORDING = """同意在地下车库一层 A 区设二十个充电车位，运营期五年；每月分成计入公共收益，按季公示。"""
DEMO = System("demo")


def vote(today: date, staff: Staff, owner: Me, rng: random.Random) -> None:
    """One counted a month ago, one open for another fortnight, in which the demo's owner has still to vote."""
    usages = ("residential", "shop", "office")
    past = Draft(
        "续聘物业服务企业及两项公共事项",
        MANAGERS,
        usages,
        "per_owner",
        "representative",
        "office",
        "",
        15,
        _instant(today - timedelta(days=32), 20),
        (
            ("续聘现物业服务企业三年", "按现合同的服务内容和标准续签，自明年 1 月 1 日起。", "manager"),
            ("使用维修资金更换 1 号楼水泵", "预算以内实报实销，结算单公示。", "use_funds"),
            ("南门广场出租设快递柜", "租期两年，租金计入公共收益。", "common_parts"),
        ),
    )
    opened = past._replace(
        title="地下车库安装充电桩",
        text=CHARGING,
        secrecy="secret",
        closes_at=_instant(today + timedelta(days=16), 20),
        motions=(("地下车库一层安装二十个充电桩", WORDING, "common_parts"),),
    )
    _counted(past, today, staff, rng)
    _open(opened, today, staff, owner, rng)


def _counted(given: Draft, today: date, staff: Staff, rng: random.Random) -> None:
    with clock.as_of(_at(today - timedelta(days=62), 10)), write(staff.manager):
        vote_id = actions.draft(given, "demo:vote:1", staff.manager)
        actions.draw_up(vote_id, staff.manager)
    with clock.as_of(_at(today - timedelta(days=58), 19)), write(staff.clerk):
        objection = actions_voters.object_to_roll(
            vote_id, None, None, "名册上我家的面积和房产证上的一致吗？", staff.clerk
        )
        actions_voters.answer(objection, vote_id, "已核对不动产登记，一致。", staff.manager)
    with clock.as_of(_at(today - timedelta(days=54), 9)), write(staff.manager):
        actions.open_vote(vote_id, staff.manager)
    with clock.as_of(_at(today - timedelta(days=45), 20)), write(staff.clerk):
        voters = [one for one in _voters(vote_id) if rng.random() < 0.86]
        _cast(vote_id, voters[4:], rng, (0.86, 0.82, 0.66))
        _on_paper(vote_id, voters[:4], staff, rng)
    with clock.as_of(_at(today - timedelta(days=31), 9)), write(staff.manager):
        actions.end_due(DEMO)
        actions.close(vote_id, staff.manager)


def _open(given: Draft, today: date, staff: Staff, owner: Me, rng: random.Random) -> None:
    with clock.as_of(_at(today - timedelta(days=9), 10)), write(staff.manager):
        vote_id = actions.draft(given, "demo:vote:2", staff.manager)
        actions.draw_up(vote_id, staff.manager)
    with clock.as_of(_at(today - timedelta(days=4), 9)), write(staff.manager):
        actions.open_vote(vote_id, staff.manager)
    with clock.as_of(_at(today - timedelta(days=1), 20)), write(staff.clerk):
        others = [one for one in _voters(vote_id) if one.person_id != owner.person_id]
        _cast(vote_id, [one for one in others if rng.random() < 0.4], rng, (0.75,))


def _voters(vote_id: int) -> list[Unit]:
    with read() as db:
        return queries_voting.units(db, vote_id)


def _cast(vote_id: int, voters: list[Unit], rng: random.Random, shares: tuple[float, ...]) -> None:
    """Let these vote on the phone; shares: how many of them approve of each motion."""
    for one in voters:
        code = "".join(rng.choice(ALPHABET) for _sign in range(LENGTH))
        chosen = _choices(vote_id, rng, shares)
        actions_ballots.cast(vote_id, one.id, one.person_id, chosen, code, System(one.name))


def _on_paper(vote_id: int, voters: list[Unit], staff: Staff, rng: random.Random) -> None:
    for one, code in actions_ballots.print_papers(vote_id, [voter.entry for voter in voters], staff.clerk):
        chosen = _choices(vote_id, rng, (0.9, 0.9, 0.7))
        for who in (staff.clerk, staff.cashier):
            actions_ballots.enter(vote_id, one.id, chosen, code, None, who)


def _choices(vote_id: int, rng: random.Random, shares: tuple[float, ...]) -> dict[int, str]:
    with read() as db:
        motions = queries_voting.motion_ids(db, vote_id)
    return {
        motion: "for" if rng.random() < share else rng.choice(("against", "against", "abstain"))
        for motion, share in zip(motions, shares, strict=True)
    }


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.zone())


def _instant(day: date, hour: int) -> str:
    return clock.stamp_of(_at(day, hour))
