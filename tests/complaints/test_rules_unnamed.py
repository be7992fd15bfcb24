"""The own home of who stays unnamed is recognised however it is written, and no other home is taken for it."""

import pytest

from estate.complaints.rules_unnamed import names_home


@pytest.mark.parametrize(
    "words",
    [
        "3-2-501",
        "Stairs of 3-2-501",
        "３－２－５０１门口",
        "3栋2单元501室",
        "3号楼 2 单元 0501 门前",
        "3/2/501",
        "3幢2-501",
    ],
)
def test_the_home_is_named(words: str) -> None:
    assert names_home(words, "3-2-501")


@pytest.mark.parametrize(
    "words", ["", "3-2-5011", "13-2-501", "3-2-502", "3栋2单元5楼", "501", "东门", "3-2-50-1"]
)
def test_another_place_is_not_taken_for_it(words: str) -> None:
    assert not names_home(words, "3-2-501")


def test_letters_of_a_code_count() -> None:
    assert names_home("a座1201", "A-1201") and not names_home("b座1201", "A-1201")
