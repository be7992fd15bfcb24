"""How the invented office speaks with some of those who owe: contacts, a letter that arrived, a plan. In fen."""

import io
from datetime import date, timedelta

from PIL import Image, ImageDraw

from estate.billing import queries as billing
from estate.contacts import actions as contacts
from estate.contacts.actions import Told
from estate.data import Reader, clock, files, read, write
from estate.demo.counter import Staff, Whose, debtors
from estate.demo.money import at
from estate.letters import actions as letters
from estate.letters import actions_delivery
from estate.letters.actions_delivery import Delivered
from estate.plans import actions as plans
from estate.plans.actions import Agreed

URL = "http://127.0.0.1:8080/my"


def speak_with(today: date, staff: Staff) -> None:
    """The three who owe most: one promised, one got a letter and signed for it, one pays in instalments."""
    with read() as db:
        late = [one for one in debtors(db, 1000) if _since(db, one) < (today - timedelta(10)).isoformat()]
    most = sorted(late, key=lambda one: (-one.owed_fen, one.home_id))[:3]
    for whose, act in zip(most, (_promised, _written, _agreed), strict=False):
        act(whose, today, staff)


def _since(db: Reader, whose: Whose) -> str:
    """The oldest due day of what somebody owes."""
    return billing.open_charges(db, whose.home_id, whose.payer_id)[0].due_on


def _promised(whose: Whose, today: date, staff: Staff) -> None:
    """Nobody at first, then a promise that runs."""
    with clock.as_of(at(today - timedelta(6), 15)):
        contacts.log(_told(whose, "call_out", "nobody", "no_answer"), "demo call", staff.clerk)
    with clock.as_of(at(today - timedelta(2), 19)):
        told = _told(whose, "visit", "owner", "promised", cause="hardship", note="月底发工资，先缴一部分。")
        kept = told._replace(promise_on=today + timedelta(8), promise_fen=min(30_000, whose.owed_fen))
        contacts.log(kept, "demo visit", staff.clerk)


def _written(whose: Whose, today: date, staff: Staff) -> None:
    """A letter of demand, handed over to family who signed; a follow-up that waits today."""
    with clock.as_of(at(today - timedelta(9), 10)):
        with write(staff.clerk) as tx:
            letter_id = letters.draft(tx, whose.home_id, whose.payer_id, "demand")
        letters.issue(letter_id, URL, staff.clerk)
    with clock.as_of(at(today - timedelta(8), 18)):
        done = Delivered("handed", today - timedelta(8), "家属", "adult_family", photo=files.keep(_slip()))
        actions_delivery.record(letter_id, done, "demo delivery", staff.clerk)
        told = _told(whose, "visit", "adult_family", "told", note="家属签收催缴函，说会转告。")
        contacts.log(told._replace(next_on=today), "demo handing over", staff.clerk)


def _agreed(whose: Whose, today: date, staff: Staff) -> None:
    """Instalments that another person approved, signed yesterday."""
    with read() as db:
        bills = tuple(one.charge_id for one in billing.open_charges(db, whose.home_id, whose.payer_id))
    with clock.as_of(at(today - timedelta(1), 10)):
        agreed = Agreed(
            whose.home_id,
            whose.payer_id,
            bills,
            6,
            today + timedelta(9),
            "暂时失业，已提交证明",
            penalty="held",
        )
        plan = plans.draft(agreed, "demo plan", staff.clerk)
        if plan.state == "asked":
            plans.decide(plan.id, "", staff.manager, approve=True)
        plans.sign(plan.id, today - timedelta(1), staff.clerk)


def _told(whose: Whose, channel: str, reached: str, result: str, *, cause: str = "", note: str = "") -> Told:
    return Told(whose.home_id, whose.payer_id, clock.now(), channel, reached, result, cause=cause, note=note)


def _slip() -> bytes:
    """A signature, as a photo of a slip shows it."""
    made, picture = io.BytesIO(), Image.new("RGB", (900, 500), "white")
    draw = ImageDraw.Draw(picture)
    draw.line([(80, 420), (820, 420)], fill="grey", width=3)
    strokes = [(150, 380), (230, 190), (290, 390), (360, 230), (450, 360), (560, 170), (640, 380), (760, 260)]
    draw.line(strokes, fill="midnightblue", width=9, joint="curve")
    picture.save(made, "JPEG", quality=80)
    return made.getvalue()
