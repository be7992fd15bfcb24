"""Setting papers: two people who ask for one at the same moment both get it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from estate.documents.typeset import typeset

AT_ONCE = 8


def test_several_people_get_a_paper_of_the_same_kind_at_once() -> None:
    together = Barrier(AT_ONCE)

    def ask(number: int) -> bytes:
        together.wait(60)
        return typeset("nothing", {"number": number})

    with ThreadPoolExecutor(AT_ONCE) as people:
        for _time in range(20):
            assert all(made.startswith(b"%PDF-") for made in people.map(ask, range(AT_ONCE)))
