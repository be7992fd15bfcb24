"""What a formula comes to for a home, exactly, and the same with the home's figures put in.

Values are in yuan and m², exact fractions. An amount below nothing counts as nothing.
"""

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from estate.billing.rules_formula import Node, parse


class Facts(NamedTuple):
    """What a formula may ask of a home; only what it asks for is filled in. Areas in dm²; None: not known."""

    area_dm2: int | None = None
    inner_area_dm2: int | None = None
    floor: int | None = None
    persons: int | None = None
    months: int = 1
    parking_spaces: int = 0
    usage: str = ""


class Worked(NamedTuple):
    """A formula worked out. exact_fen: not yet rounded. shown: `89.76 × 1.85 + 3 × 5`. missing: why it has no value."""

    exact_fen: Fraction
    shown: str
    is_sum: bool
    missing: str = ""


class _Unknown(Exception):
    """A reason (rules_run.REASONS) why a formula has no value for a home."""


@lru_cache(maxsize=100_000)
def work_out(text: str, facts: Facts) -> Worked:
    """The amount of a formula that was read before, and its arithmetic; or the reason why there is none."""
    root = parse(text).root
    try:
        value = _value(root, facts)
    except _Unknown as unknown:
        return Worked(Fraction(0), "", False, str(unknown))
    shown, strength = _shown(root, facts)
    return Worked(max(value * 100, Fraction(0)), shown, strength < _PRODUCT)


_MISSING = {"area": "no_area", "inner_area": "no_area", "floor": "no_floor", "persons": "no_persons"}


def _variable(name: str, facts: Facts) -> Fraction:
    match name:
        case "area" | "inner_area":
            dm2 = facts.area_dm2 if name == "area" else facts.inner_area_dm2
            found = None if dm2 is None else Fraction(dm2, 100)
        case "floor" | "persons":
            number = facts.floor if name == "floor" else facts.persons
            found = None if number is None else Fraction(number)
        case _:
            found = Fraction(facts.months if name == "months" else facts.parking_spaces)
    if found is None:
        raise _Unknown(_MISSING[name])
    return found


def _value(node: Node, facts: Facts) -> Fraction:
    parts = node.parts
    match node.op:
        case "number" | "unit":
            return node.value
        case "variable":
            return _variable(node.text, facts)
        case "negative":
            return -_value(parts[0], facts)
        case "+":
            return _value(parts[0], facts) + _value(parts[1], facts)
        case "-":
            return _value(parts[0], facts) - _value(parts[1], facts)
        case "*":
            return _value(parts[0], facts) * _value(parts[1], facts)
        case "/":
            below = _value(parts[1], facts)
            if not below:
                raise _Unknown("divided_by_zero")
            return _value(parts[0], facts) / below
        case "min" | "max":
            return (min if node.op == "min" else max)(_value(part, facts) for part in parts)
        case "round":
            step = parts[1].value if len(parts) == 2 else Fraction(1)
            return _half_up(_value(parts[0], facts) / step) * step
        case _:  # if
            return _value(_branch(node, facts), facts)


def _half_up(value: Fraction) -> Fraction:
    size = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return Fraction(size if value >= 0 else -size)


def _branch(node: Node, facts: Facts) -> Node:
    return node.parts[1] if _holds(node.parts[0], facts) else node.parts[2]


def _holds(node: Node, facts: Facts) -> bool:
    left, right = node.parts[0], node.parts[-1]
    match node.op:
        case "not":
            return not _holds(left, facts)
        case "and":
            return _holds(left, facts) and _holds(right, facts)
        case "or":
            return _holds(left, facts) or _holds(right, facts)
        case _ if left.kind == "usage":
            same = _usage(left, facts) == _usage(right, facts)
            return same == (node.op == "=")
        case _:
            a, b = _value(left, facts), _value(right, facts)
            return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "=": a == b, "!=": a != b}[node.op]


def _usage(node: Node, facts: Facts) -> str:
    return facts.usage if node.op == "variable" else node.text


_SUM, _PRODUCT, _SINGLE = 1, 2, 3
_SIGN = {"+": "+", "-": "−", "*": "×", "/": "÷"}


def _shown(node: Node, facts: Facts) -> tuple[str, int]:
    """The arithmetic with figures, and how tightly its last step binds. Of an if: only the branch that holds."""
    parts = node.parts
    match node.op:
        case "number" | "unit":
            return node.text or "1", _SINGLE
        case "variable":
            value = _variable(node.text, facts)
            return (_square_metres(value) if "area" in node.text else str(value)), _SINGLE
        case "negative":
            return f"−{_within(parts[0], facts, _SINGLE)}", _SUM
        case "+" | "-":
            right = _PRODUCT if node.op == "-" else _SUM
            return (
                f"{_within(parts[0], facts, _SUM)} {_SIGN[node.op]} {_within(parts[1], facts, right)}",
                _SUM,
            )
        case "*" | "/":
            if parts[1].op == "unit" and parts[1].value == 1:  # ÷ ㎡ is there for the unit alone
                return _shown(parts[0], facts)
            right = _SINGLE if node.op == "/" else _PRODUCT
            sides = _within(parts[0], facts, _PRODUCT), _within(parts[1], facts, right)
            return f"{sides[0]} {_SIGN[node.op]} {sides[1]}", _PRODUCT
        case "if":
            return _shown(_branch(node, facts), facts)
        case _:
            return f"{node.op}({', '.join(_shown(part, facts)[0] for part in parts)})", _SINGLE


def _within(node: Node, facts: Facts, least: int) -> str:
    text, strength = _shown(node, facts)
    return text if strength >= least else f"({text})"


def _square_metres(value: Fraction) -> str:
    """An area in m² with two decimals, exactly."""
    hundredths = value.numerator * 100 // value.denominator
    return f"{hundredths // 100}.{hundredths % 100:02d}"
