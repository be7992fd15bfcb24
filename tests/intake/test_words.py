"""Whatever is found in a ledger has words, and no words are left over that nothing says."""

import re
from pathlib import Path

from estate.intake import ledger_fields, ledger_words, meter_words, notices


def test_every_kind_of_finding_has_a_sentence_and_none_is_left_over() -> None:
    folder = Path(notices.__file__).parent
    source = "\n".join(p.read_text("utf-8") for p in folder.glob("*.py") if p.name != "notices.py")
    for kind in [*notices.REPAIRS, *notices.DOUBTS, *notices.SKIPS]:
        assert re.search(rf'"{kind}"', source), f"{kind} is never reported"

    def has_words(kind: str) -> bool:
        """Whether one of the other ledgers says it in words of its own."""
        return any(
            words.said(kind) != words.said("nothing of the kind") for words in (ledger_words, meter_words)
        )

    for kind in re.findall(r'doubt="(\w+)"', source):
        assert kind in notices.DOUBTS or has_words(kind), kind
    for kind in re.findall(r'\b(?:flag|doubt_sheet)\([^")]*(?:"[a-z_]*", )?"([a-z]+_[a-z_]+)"', source):
        assert kind in ledger_fields.FEES or has_words(kind), kind
    for kind in re.findall(r'repair="(\w+)"', source):
        assert kind in notices.REPAIRS
