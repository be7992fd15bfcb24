"""What the law asks of an owners' vote, as exact arithmetic. Areas in dm² (0.01 m²), owners counted as whole numbers. Pure.

Source: Civil Code §278. (1) names nine matters; (2) asks that owners with at least two thirds of the exclusive area AND
at least two thirds of the number take part; matters 6 to 8 need three quarters of both measures of those who take part,
all others more than half of both. "以上" includes the figure itself (§1259); "过半数", more than half, does not.
The guiding rules below are 业主大会和业主委员会指导规则, 建房〔2009〕274号.
"""

from fractions import Fraction
from typing import NamedTuple

PARTICIPATION = Fraction(2, 3)
"""At least this much of the area and of the number has to take part (§278 (2) first sentence)."""
HALF = Fraction(1, 2)
"""More than this of those who take part (§278 (2) third sentence)."""
THREE_QUARTERS = Fraction(3, 4)
"""At least this of those who take part (§278 (2) second sentence)."""

ORDINARY = ("procedure", "covenant", "committee", "manager", "use_funds", "other")
"""§278 (1) nos. 1, 2, 3, 4, 5, 9."""
SPECIAL = ("raise_funds", "rebuild", "common_parts")
"""§278 (1) nos. 6, 7, 8."""
MATTERS = ("procedure", "covenant", "committee", "manager", "use_funds", *SPECIAL, "other")
"""The matters in the order of the law's numbers 1 to 9."""

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
CHOICES = (FOR, AGAINST, ABSTAIN)

MEASURES = ("area", "number")


class Weight(NamedTuple):
    """The two measures of some owners: exclusive area in dm², and how many owners they count as."""

    area: int
    number: int

    def plus(self, other: "Weight") -> "Weight":
        return Weight(self.area + other.area, self.number + other.number)

    def minus(self, other: "Weight") -> "Weight":
        return Weight(self.area - other.area, self.number - other.number)


NOTHING = Weight(0, 0)


class Sums(NamedTuple):
    """What was cast on one motion. entitled: the whole roll; the three others: who took part."""

    entitled: Weight
    in_favour: Weight
    against: Weight
    abstained: Weight

    @property
    def taken_part(self) -> Weight:
        return self.in_favour.plus(self.against).plus(self.abstained)


class Test(NamedTuple):
    """One comparison: whether `part` reaches `share` of `whole`. strict: it must lie above, not at it."""

    measure: str
    part: int
    whole: int
    share: Fraction
    strict: bool

    @property
    def met(self) -> bool:
        """Exact: part × denominator against whole × numerator. Nothing of nothing reaches nothing."""
        if self.whole <= 0:
            return False
        left, right = self.part * self.share.denominator, self.whole * self.share.numerator
        return left > right if self.strict else left >= right

    @property
    def least(self) -> int:
        """The smallest part that would do."""
        needed = self.whole * self.share
        return int(needed) + 1 if self.strict else -int(-needed // 1)


class Decision(NamedTuple):
    """A motion decided. participation and approval: one test for each measure. silent: what the unreturned ballots added,
    and to which choice; none unless the owners' own rules say so. why: a code that words.py puts into words."""

    passed: bool
    why: str
    participation: tuple[Test, Test]
    approval: tuple[Test, Test]
    silent: Weight
    silent_to: str


def share_of(matter: str) -> tuple[Fraction, bool]:
    """What approval a matter needs of those who take part, and whether it must lie above it (§278 (2))."""
    if matter not in MATTERS:
        raise ValueError(matter)
    return (THREE_QUARTERS, False) if matter in SPECIAL else (HALF, True)


def decide(sums: Sums, matter: str, *, silence_follows: bool = False) -> Decision:
    """Whether a motion has passed, with the whole arithmetic.

    Both measures must reach two thirds in taking part and the matter's share in approval; an abstention takes part and
    approves nothing. silence_follows: the management covenant or the rules of procedure count what was not returned with
    the majority of what was (guiding rules §26 (2)). It counts only when those who really took part reach the two thirds
    by themselves, and only when one choice leads in both measures; otherwise silence is silence. Some courts have let
    ballots that were delivered and not returned count as taking part, too; this follows the words of the Code.
    """
    part = sums.taken_part
    participation = _tests(part, sums.entitled, PARTICIPATION, strict=False)
    quorate = all(test.met for test in participation)
    silent, silent_to = NOTHING, ""
    if silence_follows and quorate:
        silent_to = leading(sums)
        silent = sums.entitled.minus(part) if silent_to else NOTHING
    in_favour = sums.in_favour.plus(silent) if silent_to == FOR else sums.in_favour
    share, strict = share_of(matter)
    approval = _tests(in_favour, part.plus(silent), share, strict=strict)
    passed = quorate and all(test.met for test in approval)
    return Decision(
        passed,
        _why(participation, approval),
        participation,
        approval,
        silent,
        silent_to if any(silent) else "",
    )


def leading(sums: Sums) -> str:
    """The choice, for or against, that lies before both others in both measures; nothing when none does."""
    cast = {FOR: sums.in_favour, AGAINST: sums.against, ABSTAIN: sums.abstained}
    for choice in (FOR, AGAINST):
        rest = [weight for name, weight in cast.items() if name != choice]
        mine = cast[choice]
        if all(mine.area > other.area and mine.number > other.number for other in rest):
            return choice
    return ""


def _tests(part: Weight, whole: Weight, share: Fraction, *, strict: bool) -> tuple[Test, Test]:
    return (
        Test("area", part.area, whole.area, share, strict),
        Test("number", part.number, whole.number, share, strict),
    )


def _why(participation: tuple[Test, Test], approval: tuple[Test, Test]) -> str:
    """`passed`, or what was missed first: `participation_area`, `…_number`, `…_both`, `approval_area`, …"""
    for name, tests in (("participation", participation), ("approval", approval)):
        missed = [test.measure for test in tests if not test.met]
        if missed:
            return f"{name}_{'both' if len(missed) == 2 else missed[0]}"
    return "passed"
