"""Setting papers: two people who ask for one at the same moment both get it."""

from functools import partial

from estate.documents.typeset import typeset
from tests.together import at_once

AT_ONCE = 8


def test_several_people_get_a_paper_of_the_same_kind_at_once() -> None:
    asked = [partial(typeset, "nothing", {"number": number}) for number in range(AT_ONCE)]
    for _time in range(20):
        assert all(made.startswith(b"%PDF-") for made in at_once(*asked))
