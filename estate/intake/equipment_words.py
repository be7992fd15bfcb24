"""The words of registers of equipment for how many there are and in which state."""

import re

from estate.intake.numerals import chinese_integer
from estate.intake.text import plain, tidy_words

STATES: tuple[tuple[str, str], ...] = (
    ("scrapped", r"报废|拆除|已拆|淘汰|scrap|removed"),
    ("repair", r"维修|待修|修理|故障|检修|损坏|不正常|异常|repair|fault|broken"),
    ("stopped", r"停用|停运|封存|闲置|停机|未[启投使]|stopped|idle|outofuse"),
    ("standby", r"备用|standby|spare"),
    ("in_use", r"正常|在用|使用|运行|良好|完好|启用|inuse|running|normal|good|ok"),
)


def quantity_of(words: str) -> int | None:
    """How many pieces: 4, 4台, 两部; None when the words say no number."""
    found = re.fullmatch(
        r"(\d{1,4}|[一二两三四五六七八九十]+)[台套个只部组座樘扇件具支瓶面块条辆架根]?",
        tidy_words(plain(words)),
    )
    if not found:
        return None
    return int(found[1]) if found[1].isdigit() else chinese_integer(found[1])


def state_of(words: str) -> str | None:
    """in_use, standby, repair, stopped or scrapped; None when the words say none of them."""
    text = tidy_words(plain(words)).lower()
    return next((state for state, pattern in STATES if re.search(pattern, text)), None)
