"""Rooms as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.community.rules_rooms import Room, code_prefixes, parse_room

KNOWN = {"1": ["1", "2"], "3": ["1", "2", "3"], "12": ["1"], "32": ["1", "5"], "A": ["1", "2"], "别墅": ["1"]}


@pytest.mark.parametrize(
    "text",
    [
        "3-2-501", "3栋2单元501室", "3栋2单元501", "3幢二单元501室", "3#-2-501", "3#2-501", "３栋２单元５０１", "32501",
        "3号楼二单元501", "3号楼2单元501号", "三号楼二单元501", "第3栋2单元501", "3座2单元501", "3楼2单元501", "3.2.501",
        "3 2 501", "3—2—501", "3-2-0501", "03-02-501", "3栋2门501", "3栋2单元5层501", "3#楼2单元501室", " 3-2-501 ", "3/2/501",
    ],
)  # fmt: skip
def test_every_usual_spelling_means_the_same_home(text: str) -> None:
    assert parse_room(text, KNOWN)[0] == Room("3", "2", "501")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("3-2", Room("3", "2")),
        ("3栋2单元", Room("3", "2")),
        ("3栋", Room("3")),
        ("3号楼", Room("3")),
        ("3", Room("3")),
        ("3栋501", Room("3", None, "501")),
        ("3#501", Room("3", None, "501")),
        ("3-501", Room("3", None, "501")),
        ("2单元501", Room(None, "2", "501")),
        ("501", Room(None, None, "501")),
        ("501室", Room(None, None, "501")),
        ("A-1-501", Room("A", "1", "501")),
        ("a1203", Room("A", None, "1203")),
        ("A座1203", Room("A", None, "1203")),
        ("别墅-12", Room("别墅", None, "12")),
        ("别墅1-12", Room("别墅", "1", "12")),
        ("十二栋1单元301", Room("12", "1", "301")),
        ("325", Room(None, None, "325")),
        ("325-1-101", None),
        ("9-1-101", None),
        ("张三", None),
        ("zs", None),
        ("京A12345", None),
        ("", None),
        ("-", None),
        ("三", Room("3")),
    ],
)
def test_parts_of_a_room_and_what_is_none(text: str, first: Room | None) -> None:
    readings = parse_room(text, KNOWN)
    assert (readings[0] if readings else None) == first


def test_a_number_run_together_is_read_in_every_way_that_fits_a_building() -> None:
    readings = parse_room("32501", KNOWN)
    assert readings[0] == Room("3", "2", "501")
    assert Room("32", None, "501") in readings


def test_a_beginning_finds_what_it_begins() -> None:
    assert code_prefixes(Room("3", "2"), KNOWN) == ["3-2-"]
    assert code_prefixes(Room("3"), KNOWN) == ["3-"]
    assert code_prefixes(Room("3", None, "50"), KNOWN) == ["3-1-50", "3-2-50", "3-3-50"]
    assert code_prefixes(Room(None, None, "501"), KNOWN) == []


@given(st.text(max_size=50))
def test_no_text_breaks_it(text: str) -> None:
    for reading in parse_room(text, KNOWN):
        assert reading.building is None or reading.building in KNOWN


@given(st.sampled_from(sorted(KNOWN)), st.integers(0, 5), st.integers(1, 33), st.integers(1, 12))
def test_a_code_of_a_known_place_is_read_back(
    building: str, entrance: int, floor: int, position: int
) -> None:
    place = KNOWN[building][entrance % len(KNOWN[building])]
    assert parse_room(f"{building}-{place}-{floor}{position:02d}", KNOWN)[0] == Room(
        building, place, f"{floor}{position:02d}"
    )
