"""Receiving, merging, splitting, tying, closing: what the records keep, and what nobody can undo."""

import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from estate.access import accounts
from estate.access.me import Me
from estate.access.permissions import ROLES
from estate.complaints import actions, actions_links, links, queries, queries_similar, shown
from estate.complaints.actions_links import Wish
from estate.data import clock, read, write
from estate.data.store import Actor
from estate.dunning import queries as dunning
from estate.labels import actions as labels
from estate.papers.content import Kept
from estate.places import actions as places
from estate.places.actions import PlaceSpec
from estate.refusal import Refused
from estate.repairs import queries as orders
from tests.complaints.conftest import Browser, Desk, complaint


def test_numbers_follow_each_other_and_the_same_key_receives_once(desk: Desk) -> None:
    first, second = desk.receive("a"), desk.receive("b")
    assert desk.receive("a") == first
    year = clock.today().year
    assert [complaint(one).number for one in (first, second)] == [f"TS{year}-000001", f"TS{year}-000002"]


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM complaints",
        "DELETE FROM complaint_steps",
        "UPDATE complaint_steps SET text = 'other'",
        "UPDATE complaints SET text = 'other'",
        "UPDATE complaints SET unnamed = 0",
        "UPDATE complaints SET state = 'closed'",
        "UPDATE complaint_series SET next = 1",
        "DELETE FROM complaint_categories",
        "DELETE FROM complaint_links",
        "UPDATE complaint_links SET who = 'other'",
        "UPDATE complaint_links SET subject_id = 99",
        "DELETE FROM complaint_step_papers",
        "DELETE FROM complaint_scans",
        "UPDATE complaint_scans SET complaint_id = 99",
    ],
)
def test_nobody_deletes_or_rewrites_what_was_received(desk: Desk, sql: str) -> None:
    one = desk.receive(unnamed=True)
    with write(desk.manager) as tx:
        links.tie(tx, one, "equipment", 1)
        actions.add_photos(tx, one, [Kept("a" * 64, "stairs.jpg", "image/jpeg", 1)])
        label = labels.label(tx, "place", places.add(tx, PlaceSpec("Bin room", "other")))
        label_id = tx.value("SELECT id FROM labels WHERE token = :token", token=label)
        tx.insert("complaint_scans", label_id=label_id, complaint_id=one, secret_hash=b"s", at=clock.stamp())
    with pytest.raises(sqlite3.IntegrityError), write(desk.manager) as tx:
        tx.run(sql)


def test_a_duplicate_follows_the_main_one_and_its_complainer_reads_the_answers(desk: Desk) -> None:
    for name, person_id in zip(("Wang", "Li"), desk.people, strict=True):
        with write(desk.manager) as tx:
            account = accounts.create(tx, name.lower(), name, "correct horse", ["owner"], locale="en")
            tx.update("accounts", account, person_id=person_id)
    main = desk.receive("main")
    twin = desk.receive("twin", reporter_id=desk.people[1], reporter_name="Li", home_id=desk.homes[1])
    desk.step(twin, "merge", "manager", other_id=main)
    desk.step(main, "take", "office")
    desk.step(main, "note", reason="only for us")
    desk.step(main, "answer", text="The gate is mended on Friday.")
    with read() as db:
        course = shown.own_course(db, complaint(twin), "/my/complaints/1")
        told = db.values("SELECT person_id FROM messages WHERE event = 'complaint.answered'")
        assert shown.readings(complaint(twin), clock.now(), 80) == {}
    assert "The gate is mended on Friday." in [one.text for one in course]
    assert "only for us" not in str(course) and "Wang" not in str(course)
    assert sorted(told) == sorted(desk.people)
    with pytest.raises(Refused):
        desk.step(main, "merge", other_id=twin, key="round")
    desk.step(twin, "separate", "manager", reason="another gate")
    assert (complaint(twin).state, complaint(twin).main_id) == ("received", None)


def test_a_part_that_is_split_off_is_as_unnamed_as_the_whole(desk: Desk) -> None:
    whole = desk.receive(unnamed=True)
    desk.step(whole, "split", "manager", title="And the lamp is out", category="repairs")
    with read() as db:
        part = queries.steps(db, whole)[-1].other_id
        assert part is not None
        assert queries.identity(db, part) == queries.identity(db, whole)
    found = complaint(part)
    assert (found.unnamed, found.reporter_name, found.split_from_id, found.category) == (
        1,
        "",
        whole,
        "repairs",
    )


def test_a_hand_over_needs_a_reason_and_never_goes_to_whom_it_is_about(desk: Desk) -> None:
    one = desk.receive(about_account_id=desk.cashier.account_id)
    desk.step(one, "take", "office")
    with pytest.raises(Refused, match="Write why"):
        desk.step(one, "hand", handler_id=desk.manager.account_id)
    with pytest.raises(Refused, match="about them"):
        desk.step(one, "hand", handler_id=desk.cashier.account_id, reason="holiday")
    desk.step(one, "hand", handler_id=desk.manager.account_id, reason="holiday")
    assert complaint(one).handler_name == "Liu Min"


def test_a_closed_one_is_taken_up_again_within_the_days_with_new_clocks(desk: Desk) -> None:
    one, late = desk.closed("a"), desk.closed("b")
    before = complaint(one)
    with time_machine.travel(clock.now() + timedelta(days=14), tick=False):
        desk.step(one, "reopen", "owner", text="Again")
        after = complaint(one)
        assert after.answer_by == clock.stamp_of(clock.now() + timedelta(hours=24)) > before.answer_by
        assert (after.replied_at, after.closed_at, after.outcome) == (None, None, None)
    with time_machine.travel(clock.now() + timedelta(days=16)), pytest.raises(Refused, match="15 days"):
        desk.step(late, "reopen", "owner", text="Again")


def test_an_order_of_who_stays_unnamed_names_neither_home_nor_person(desk: Desk) -> None:
    one = desk.receive(unnamed=True)
    wish = Wish("lighting", "normal", "Lamp")
    with pytest.raises(Refused, match="Name the place"), write(desk.clerk) as tx:
        actions_links.make_order(tx, one, wish, "o")
    with write(desk.clerk) as tx:
        order_id = actions_links.make_order(tx, one, wish._replace(location="East gate"), "o")
    with read() as db:
        order = orders.order(db, order_id)
        tied = links.of(db, one, None)
    assert order is not None
    assert (order.home_id, order.reporter_id, order.reporter_name, order.location) == (
        None,
        None,
        "",
        "East gate",
    )
    assert [(each.subject, each.href) for each in tied] == [("order", "")]


def test_an_order_of_who_is_named_goes_to_their_home_and_none_of_theirs_is_tied_to_an_unnamed_one(
    desk: Desk,
) -> None:
    named, unnamed = desk.receive("a"), desk.receive("b", unnamed=True)
    with write(desk.clerk) as tx:
        order_id = actions_links.make_order(tx, named, Wish("plumbing", "normal", "Tap"), "o")
    with read() as db:
        order = orders.order(db, order_id)
    assert order is not None and order.home_id == desk.homes[0] and order.reporter_id == desk.people[0]
    with pytest.raises(Refused, match="stay unnamed"):
        actions_links.tie_order(unnamed, order.number, desk.clerk)
    actions_links.tie_order(desk.receive("c"), order.number, desk.clerk)


def test_dunning_rests_while_a_bill_is_disputed_and_goes_on_when_it_is_closed(desk: Desk) -> None:
    one = desk.receive(category="fees")
    desk.step(one, "take", "office")
    until = clock.today() + timedelta(days=30)
    desk.step(one, "pause", until=until)
    with read() as db:
        assert dunning.paused_by(db, "complaints", one) == until.isoformat()
    desk.step(one, "close", outcome="explained", cause="billing", text="The bill is right.")
    with read() as db:
        assert dunning.paused_by(db, "complaints", one) is None


def test_similar_ones_stand_beside_it_but_never_join_an_unnamed_one_to_its_home(desk: Desk) -> None:
    named = desk.receive("a", title="Noise of drilling at night above us")
    unnamed = desk.receive("b", unnamed=True, category="pets", title="A dog", text="It barks.")
    other = desk.receive(
        "c", title="Drilling at night again", reporter_id=desk.people[1], home_id=desk.homes[1]
    )
    viewer = desk.clerk
    with read() as db:
        beside = queries_similar.beside(db, viewer, complaint(named))  # type: ignore[arg-type]
    assert [one.complaint.id for one in beside] == [other]
    assert "words" in beside[0].why and unnamed not in [one.complaint.id for one in beside]


def staff(who: Actor) -> Me:
    """Somebody of the office as one who looks."""
    return Me(who.account_id or 0, who.name, frozenset({"manager"}), ROLES["manager"], "en")


def test_what_was_tied_wrongly_is_untied_with_a_reason_and_both_stay_in_the_course(
    desk: Desk, sign_in: Callable[..., Browser]
) -> None:
    one = desk.receive()
    with write(desk.clerk) as tx:
        order_id = actions_links.make_order(tx, one, Wish("lighting", "normal", "Lamp", location="Gate"), "o")
        order = str(tx.value("SELECT number FROM work_orders WHERE id = :id", id=order_id))
        link = links.of(tx, one, None)[0].id
    with pytest.raises(Refused, match="reason"):
        actions_links.untie(one, link, " ", desk.clerk)
    manager = sign_in("manager")
    assert complaint(one).number in manager.get(f"/repairs/{order_id}").text
    told = {"why": "It is another lamp"}
    for _ in range(2):
        assert manager.post(f"/complaints/{one}/links/{link}/removal", data=told).status_code == 200
    assert complaint(one).number not in manager.get(f"/repairs/{order_id}").text
    with read() as db:
        assert links.of(db, one, None) == [] and links.complaints_of(db, "order", order_id) == []
        course = shown.course(db, complaint(one), [], staff(desk.manager))
        own = shown.own_course(db, complaint(one), "/my/complaints/1")
    assert [each.text for each in course if order in each.what] == ["", "It is another lamp"]
    assert len([each for each in own if order in each.what]) == 2 and "another lamp" not in str(own)
    actions_links.tie_order(one, order, desk.clerk)
    with read() as db:
        assert [each.subject_id for each in links.of(db, one, None)] == [order_id]
        assert len(links.of(db, one, None, past=True)) == 2


def test_what_was_split_off_is_put_together_again(desk: Desk, sign_in: Callable[..., Browser]) -> None:
    whole = desk.receive()
    desk.step(whole, "split", "manager", title="And the lamp", category="repairs")
    part = whole + 1
    page = sign_in("manager").get(f"/complaints/{part}").text
    assert f'value="{complaint(whole).number}"' in page and "Split from" in page
    desk.step(part, "merge", "manager", other_id=whole)
    assert complaint(part).main_id == whole
