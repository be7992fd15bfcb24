"""A small language for fees that are neither by area nor fixed: read, with its units checked, before it is kept.

No eval: an own reader makes a tree of values. `㎡ × 元/㎡ = 元`; only like may be added or compared; the result is
money. What is wrong is said with its place in the text. The value and the figures: rules_formula_value.py.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from estate.billing.rules_formula_words import (
    DIMS,
    MONEY,
    NUMBER,
    UNITS,
    Dim,
    FormulaError,
    Token,
    tokens,
    unit_words,
)
from estate.i18n import gettext as _

DEEPEST = 20

Kind = Dim | Literal["zero", "truth", "usage"]
"""What a piece is: a value of a unit; a bare 0, which fits any unit; true or false; a usage of homes."""


class Node(NamedTuple):
    """A piece of the tree. op: number, unit, variable, usage, + - * /, negative, a comparison, and or not, a function."""

    op: str
    parts: tuple["Node", ...]
    kind: Kind
    start: int
    end: int
    value: Fraction = Fraction(0)
    text: str = ""


class Formula(NamedTuple):
    """A formula that was read. uses: the variables it asks for."""

    text: str
    root: Node
    uses: frozenset[str]


@lru_cache(maxsize=500)
def parse(text: str) -> Formula:
    """Read a formula. Raises FormulaError, with the place, for what is no formula or does not come to money."""
    reader = _Reader(text)
    root = reader.condition()
    if (rest := reader.next).kind != "end":
        raise FormulaError(_("A sign is missing before this, such as × or +."), rest.start, rest.end)
    if root.kind != MONEY:
        if root.kind == "truth":
            message = _("This is a condition. Write if(condition, amount, other amount).")
        elif isinstance(root.kind, tuple):
            message = _(
                "The formula comes to %(unit)s, but a fee is money (yuan).", unit=unit_words(root.kind)
            )
        else:
            message = _("A fee is money: write an amount in yuan.")
        raise FormulaError(message, root.start, root.end)
    return Formula(text, root, frozenset(reader.used))


class _Reader:
    """One pass over the pieces; each method reads what binds tighter than the one before."""

    def __init__(self, text: str) -> None:
        self._tokens = list(tokens(text))
        self._at = self._depth = 0
        self.used: set[str] = set()

    @property
    def next(self) -> Token:
        return self._tokens[self._at]

    def condition(self) -> Node:
        """`a or b and not c`, or a plain value."""
        left = self._both()
        while word := self._take("join", "or"):
            left = _joined(word, left, self._both())
        return left

    def _both(self) -> Node:
        left = self._not()
        while word := self._take("join", "and"):
            left = _joined(word, left, self._not())
        return left

    def _not(self) -> Node:
        if word := self._take("join", "not"):
            inner = self._nested(self._not)
            _require_truth(inner)
            return Node("not", (inner,), "truth", word.start, inner.end)
        return self._comparison()

    def _comparison(self) -> Node:
        left = self._sum()
        if not (sign := self._take("sign", "<", "<=", ">", ">=", "=", "!=")):
            return left
        right = self._sum()
        if "usage" in (left.kind, right.kind) and sign.text not in ("=", "!="):
            raise FormulaError(_("A usage can only be equal (=) or not (≠)."), sign.start, sign.end)
        _same(left, right)
        if left.kind == "truth":
            raise FormulaError(_("Conditions are joined with and, or."), sign.start, sign.end)
        return Node(sign.text, (left, right), "truth", left.start, right.end)

    def _sum(self) -> Node:
        left = self._product()
        while sign := self._take("sign", "+", "-"):
            right = self._product()
            _require_values(left, right)
            left = Node(sign.text, (left, right), _same(left, right), left.start, right.end)
        return left

    def _product(self) -> Node:
        left = self._signed()
        while sign := self._take("sign", "*", "/"):
            right = self._signed()
            _require_values(left, right)
            left = Node(
                sign.text, (left, right), _product_kind(sign.text, left, right), left.start, right.end
            )
        return left

    def _signed(self) -> Node:
        if sign := self._take("sign", "-"):
            inner = self._nested(self._signed)
            _require_values(inner)
            return Node("negative", (inner,), inner.kind, sign.start, inner.end)
        return self._single()

    def _single(self) -> Node:
        token = self.next
        self._at += token.kind != "end"
        match token.kind:
            case "number":
                return self._number(token)
            case "unit":
                dim, size = UNITS[token.text]
                return Node(
                    "unit", (), dim, token.start, token.end, size, "1" if size == 1 else f"1{token.text}"
                )
            case "variable":
                self.used.add(token.text)
                kind = "usage" if token.text == "usage" else DIMS[token.text]
                return Node("variable", (), kind, token.start, token.end, text=token.text)
            case "usage":
                return Node("usage", (), "usage", token.start, token.end, text=token.text)
            case "function":
                return self._call(token)
            case "sign" if token.text == "(":
                inner = self._nested(self.condition)
                closing = self._require(")")
                return inner._replace(start=token.start, end=closing.end)
            case _:
                raise FormulaError(_("A value is missing here."), token.start, max(token.end, token.start))

    def _number(self, token: Token) -> Node:
        value = Fraction(token.text)
        dim, size, shown, end = NUMBER, Fraction(1), token.text, token.end
        if unit := self._take("unit"):
            dim, size = UNITS[unit.text]
            end = unit.end
            shown += "%" if unit.text == "%" else ""
        kind: Kind = "zero" if not value and dim == NUMBER else dim
        return Node("number", (), kind, token.start, end, value * size, shown)

    def _call(self, name: Token) -> Node:
        self._require("(")
        args = [self._nested(self.condition)]
        while self._take("sign", ","):
            args.append(self._nested(self.condition))
        closing = self._require(")")
        return Node(name.text, tuple(args), _call_kind(name, args, closing), name.start, closing.end)

    def _take(self, kind: str, *texts: str) -> Token | None:
        token = self.next
        if token.kind != kind or (texts and token.text not in texts):
            return None
        self._at += 1
        return token

    def _require(self, sign: str) -> Token:
        if found := self._take("sign", sign):
            return found
        raise FormulaError(_("“%(sign)s” is missing here.", sign=sign), self.next.start, self.next.end)

    def _nested(self, read: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise FormulaError(_("Too many brackets within brackets."), self.next.start, self.next.end)
        found = read()
        self._depth -= 1
        return found


def _joined(word: Token, left: Node, right: Node) -> Node:
    _require_truth(left)
    _require_truth(right)
    return Node(word.text, (left, right), "truth", left.start, right.end)


def _call_kind(name: Token, args: list[Node], closing: Token) -> Kind:
    least, most = {"if": (3, 3), "round": (1, 2)}.get(name.text, (2, 20))
    if not least <= len(args) <= most:
        wanted = {
            "if": _("if needs three parts: if(condition, amount, other amount)."),
            "round": _("round needs a value and, if you like, a step: round(value, 1yuan)."),
        }
        message = wanted.get(name.text) or _("min and max need two values or more.")
        raise FormulaError(message, name.start, closing.end)
    if name.text == "if":
        _require_truth(args[0])
        args = args[1:]
    _require_values(*args)
    kind = args[0].kind
    for one in args[1:]:
        kind = _same(args[0]._replace(kind=kind), one)
    if name.text == "round" and len(args) == 2 and (args[1].op != "number" or not args[1].value):
        raise FormulaError(
            _("The step is a plain figure, such as 1yuan or 0.1yuan."), args[1].start, args[1].end
        )
    return kind


def _same(left: Node, right: Node) -> Kind:
    """The kind of both, which must be one; a bare 0 fits any value."""
    if left.kind == right.kind:
        return left.kind
    for zero, other in ((left, right), (right, left)):
        if zero.kind == "zero" and isinstance(other.kind, tuple):
            return other.kind
    message = _(
        "These do not go together: %(left)s and %(right)s.", left=_words(left.kind), right=_words(right.kind)
    )
    raise FormulaError(message, left.start, right.end)


def _words(kind: Kind) -> str:
    if isinstance(kind, tuple):
        return unit_words(kind)
    return {"zero": _("a plain number"), "truth": _("a condition"), "usage": _("a usage")}[kind]


def _product_kind(sign: str, left: Node, right: Node) -> Kind:
    if sign == "/" and right.kind == "zero":
        raise FormulaError(_("Nothing can be divided by 0."), right.start, right.end)
    if not isinstance(left.kind, tuple) or not isinstance(right.kind, tuple):
        return "zero"
    way = 1 if sign == "*" else -1
    return (left.kind[0] + way * right.kind[0], left.kind[1] + way * right.kind[1])


def _require_truth(node: Node) -> None:
    if node.kind != "truth":
        raise FormulaError(_("A condition is missing here, such as area > 100m²."), node.start, node.end)


def _require_values(*nodes: Node) -> None:
    for node in nodes:
        if node.kind == "truth":
            raise FormulaError(_("A condition belongs into if(…)."), node.start, node.end)
        if node.kind == "usage":
            raise FormulaError(_("A usage can only be compared: if(usage = shop, …)."), node.start, node.end)
