"""Words about a person's health or need that do not belong into a free note (PIPL 28: sensitive)."""

import re

from estate.intake.text import visible
from estate.intake.workbook import Value, as_text

WORD = (
    r"独居老人|独居|空巢老人|空巢|孤寡老人|孤寡|孤老|高龄老人|高龄|残疾人|残疾|残障|肢残|聋哑|聋人|盲人|失明|听障|视障|智障|自闭症|自闭|"
    r"精神病|精神障碍|精神残疾|抑郁症|抑郁|失能|半失能|失智|老年痴呆|痴呆|瘫痪|卧床|轮椅|重病|大病|癌症|癌|肿瘤|尿毒症|透析|心脏病|中风|糖尿病|艾滋|"
    r"孕妇|怀孕|孕期|产妇|低保户|低保|特困|五保户|五保|困难户|贫困户|留守儿童|困境儿童|留守老人|孤儿|烈属|军属|优抚|刑满|社区矫正"
)
SENSITIVE = re.compile(rf"(?<![非不无没])(?:{WORD})")
SPLIT = re.compile(r"[;；、,，/\n|\s]+")


def read_special(value: Value) -> tuple[str, ...]:
    """The entries of a column for special care, as written."""
    return tuple(dict.fromkeys(part for part in SPLIT.split(visible(as_text(value))) if part))


def sensitive_words(note: str) -> tuple[str, ...]:
    """The sensitive words in free text, in order, each once."""
    return tuple(dict.fromkeys(SENSITIVE.findall(note)))
