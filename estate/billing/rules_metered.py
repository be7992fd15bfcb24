"""The lines of metered fees: from the last reading that was billed to the latest, with both readings shown.

Usage is the difference of two totals (see meters' rules), so readings in between, replacements and estimates need no
care here; an estimate that was too high makes the next usage smaller, and one below nothing is carried to the next bill.
The price, the payer and the year are those of the day of the reading that ends a stretch. Source: DOMAIN A1.9, A1.11.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from estate.billing.rules_arithmetic import Tariff
from estate.billing.rules_lines import Line
from estate.billing.rules_stretches import Charged, Liable, Range
from estate.billing.rules_tiers import Parts, arithmetic, charge_e6, flat
from estate.meters.rules import UNITS, decimal


class Mark(NamedTuple):
    """A reading on its meter's line. value and multiplier in thousandths, total in millionths of the unit."""

    reading_id: int
    on: date
    kind: str
    value_e3: int
    total_e6: int
    multiplier_e3: int
    digits: int


class Use(NamedTuple):
    """A meter as one fee item sees it. marks: from the last that was billed, or else the first.

    year_e6: the total when the year of the first mark began. billed_until: last day of the period of the latest charge.
    """

    meter_id: int
    kind: str
    active: bool
    installed_on: date
    marks: tuple[Mark, ...]
    year_e6: int = 0
    billed_until: date | None = None


class Quota(NamedTuple):
    """Cheap usage that a household gets on top in these years, in millionths."""

    kind: str
    first_year: int
    last_year: int
    extra_e6: int


class MeterLine(NamedTuple):
    """A line with the meter and the readings that it was computed from."""

    line: Line
    meter_id: int
    from_reading_id: int
    to_reading_id: int


class _Stretch(NamedTuple):
    """Readings from a base on that one payer bears at one price in one year."""

    marks: list[Mark]
    tariff: Tariff
    payer: Liable
    year: int

    @property
    def used_e6(self) -> int:
        return self.marks[-1].total_e6 - self.marks[0].total_e6


def metered_lines(
    charged: Charged,
    tariffs: Sequence[Tariff],
    windows: Sequence[Range],
    period: Range,
    uses: Sequence[Use],
    quotas: Sequence[Quota] = (),
) -> tuple[list[MeterLine], set[str]]:
    """The lines of a home's meters for one fee item in a run over a period, and why something is not charged."""
    if not uses:
        return [], {"no_meter"}
    reasons: set[str] = set()
    found = [
        MeterLine(
            _line(stretch, period, parts, use.kind),
            use.meter_id,
            stretch.marks[0].reading_id,
            stretch.marks[-1].reading_id,
        )
        for use, stretch, parts in _billed(charged, tariffs, windows, period, uses, quotas, reasons)
    ]
    return found, reasons


def metered_sums(
    charged: Charged,
    tariffs: Sequence[Tariff],
    windows: Sequence[Range],
    period: Range,
    uses: Sequence[Use],
    quotas: Sequence[Quota] = (),
) -> list[tuple[int, int, int]]:
    """What `metered_lines` charges, without its words: meter, last reading, amount in fen; for very many homes."""
    return [
        (use.meter_id, stretch.marks[-1].reading_id, parts.amount_fen)
        for use, stretch, parts in _billed(charged, tariffs, windows, period, uses, quotas, set())
    ]


def _billed(
    charged: Charged,
    tariffs: Sequence[Tariff],
    windows: Sequence[Range],
    period: Range,
    uses: Sequence[Use],
    quotas: Sequence[Quota],
    reasons: set[str],
) -> Iterator[tuple[Use, _Stretch, Parts]]:
    years = _Years(uses)
    for use in uses:
        if len(use.marks) < 2:
            if use.billed_until is not None and use.billed_until >= period[0]:
                reasons.add("already_billed")
            elif use.active:
                reasons.add("no_reading")
            continue
        for stretch in _stretches(charged, tariffs, windows, use, reasons):
            if stretch.used_e6 <= 0:
                left = stretch.payer.last < period[1]
                reasons.add("zero" if stretch.used_e6 == 0 else "credit_left" if left else "credit")
                continue
            parts = _parts(stretch, use, uses, years, quotas)
            years.pass_on(use, stretch)
            if not parts.amount_fen:
                reasons.add("zero")
                continue
            yield use, stretch, parts


def corrected(tariff: Tariff, use: Use, quotas: Sequence[Quota], true_e6: int, billed_fen: int) -> int | None:
    """What a posted charge would have come to had its last reading's total been `true_e6`, in fen.

    use: the meter with the charge's two readings alone. Nothing below its first reading is this charge's. None when
    the charge itself is not reproduced (other meters counted with it, its quota was changed since): a person decides.
    """
    base, billed = use.marks

    def amount(total_e6: int) -> int:
        marks = [base, billed._replace(total_e6=total_e6)]
        stretch = _Stretch(marks, tariff, Liable(0, "", date.min, date.max), billed.on.year)
        return _parts(stretch, use, (use,), _Years((use,)), quotas).amount_fen

    return amount(max(true_e6, base.total_e6)) if amount(billed.total_e6) == billed_fen else None


class _Years:
    """How much each meter had counted since a year began, as far as it is billed."""

    def __init__(self, uses: Sequence[Use]) -> None:
        self._used: dict[tuple[int, int], int] = {}
        for use in uses:
            if use.marks:
                first = use.marks[0]
                self._used[use.meter_id, first.on.year] = first.total_e6 - use.year_e6

    def before(self, use: Use, stretch: _Stretch, uses: Sequence[Use], per_home: bool) -> int:
        """What was used in the stretch's year before it begins; all meters of the home together when they count so."""
        base, begun = stretch.marks[0], use.marks[0]
        if base.on.year < stretch.year:
            own = 0
        elif begun.on.year == stretch.year:
            own = base.total_e6 - use.year_e6
        else:
            last_year = [mark for mark in use.marks if mark.on.year < stretch.year]
            own = base.total_e6 - last_year[-1].total_e6
        if not per_home:
            return own
        others = (one.meter_id for one in uses if one.meter_id != use.meter_id)
        return own + sum(self._used.get((meter_id, stretch.year), 0) for meter_id in others)

    def pass_on(self, use: Use, stretch: _Stretch) -> None:
        """This stretch is billed now and counts for those after it."""
        key = (use.meter_id, stretch.year)
        self._used[key] = self._used.get(key, 0) + stretch.used_e6


def _stretches(
    charged: Charged, tariffs: Sequence[Tariff], windows: Sequence[Range], use: Use, reasons: set[str]
) -> list[_Stretch]:
    found: list[_Stretch] = []
    fresh = True  # whether the next reading begins a stretch of its own
    for before, mark in zip(use.marks, use.marks[1:], strict=False):
        if mark.kind == "initial":  # a new counter: it has counted nothing yet
            if not fresh:
                found[-1].marks.append(mark)
            continue
        tariff = next((one for one in reversed(tariffs) if one.since <= mark.on), None)
        payer = _payer(charged, mark.on)
        if tariff is None or payer is None or not any(first <= mark.on <= last for first, last in windows):
            reasons.add("no_tariff" if tariff is None else "no_payer" if payer is None else "excluded")
            fresh = True
            continue
        latest = found[-1] if found and not fresh else None
        same = latest is not None and latest.payer.person_id == payer.person_id
        if (
            latest
            and same
            and ((latest.tariff.id, latest.year) == (tariff.id, mark.on.year) or latest.used_e6 < 0)
        ):
            found[-1] = _Stretch([*latest.marks, mark], tariff, payer, mark.on.year)
        else:
            found.append(_Stretch([before, mark], tariff, payer, mark.on.year))
        fresh = False
    return found


def _payer(charged: Charged, on: date) -> Liable | None:
    """Who bears what was used until a day; before the home's delivery only a developer does."""
    delivered = charged.delivered_on
    developers_only = charged.undelivered or (delivered is not None and delivered > on)
    return next(
        (
            one
            for one in charged.liable
            if one.first <= on <= one.last and (one.company or not developers_only)
        ),
        None,
    )


def _parts(stretch: _Stretch, use: Use, uses: Sequence[Use], years: _Years, quotas: Sequence[Quota]) -> Parts:
    tariff = stretch.tariff
    if tariff.tiers is None:
        return charge_e6(flat(tariff.price_e4 or 0), stretch.used_e6, rounding=tariff.rounding)
    per_home = tariff.tiers.per_home
    joined = (
        min((one.installed_on for one in uses), default=use.installed_on) if per_home else use.installed_on
    )
    months = 13 - joined.month if tariff.tiers.by_months and joined.year == stretch.year else 12
    extra = sum(
        quota.extra_e6
        for quota in quotas
        if quota.kind == use.kind and quota.first_year <= stretch.year <= quota.last_year
    )
    return charge_e6(
        tariff.tiers.ladder,
        stretch.used_e6,
        max(years.before(use, stretch, uses, per_home), 0),
        extra,
        quota_months=months,
        rounding=tariff.rounding,
    )


def _line(stretch: _Stretch, period: Range, parts: Parts, kind: str) -> Line:
    quantity = f"{decimal(stretch.used_e6, 6)} {UNITS[kind]}".strip()
    prices = " / ".join(parts.ladder.shown)
    formula = f"{readings(stretch.marks)}; {arithmetic(parts)}"
    payer, tariff = stretch.payer, stretch.tariff
    return Line(*period, payer.person_id, payer.name, tariff.id, quantity, prices, formula, parts.amount_fen)


def readings(marks: Sequence[Mark]) -> str:
    """`170 → 195 = 25`; `287 → 315 = 28; 28 × 40 = 1120`; `1204 → 1216 = 12; 3 → 11 = 8; 12 + 8 = 20`.

    ~ stands before an estimate; `99985 → 12 (+100000) = 27` passed zero.
    """
    runs = [[marks[0]]]
    for mark in marks[1:]:
        if mark.kind == "initial":
            runs.append([mark])
        else:
            runs[-1].append(mark)
    told: list[str] = []
    used: list[int] = []
    for run in runs:
        if len(run) < 2:
            continue
        first, last = run[0], run[-1]
        used.append(last.total_e6 - first.total_e6)
        steps = used[-1] // first.multiplier_e3
        turns = (steps - (last.value_e3 - first.value_e3)) // (10**first.digits * 1000)
        passed = f" (+{turns * 10**first.digits})" if turns else ""
        text = f"{_value(first)} → {_value(last)}{passed} = {decimal(steps, 3)}"
        if first.multiplier_e3 != 1000:
            text += f"; {decimal(steps, 3)} × {decimal(first.multiplier_e3, 3)} = {decimal(used[-1], 6)}"
        told.append(text)
    if len(used) > 1:
        told.append(f"{' + '.join(decimal(one, 6) for one in used)} = {decimal(sum(used), 6)}")
    return "; ".join(told)


def _value(mark: Mark) -> str:
    return ("~" if mark.kind == "estimated" else "") + decimal(mark.value_e3, 3)
