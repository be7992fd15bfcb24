#!/usr/bin/env python3
# ruff: noqa
# fmt: off
"""Score what an importer made of messy property-office ledgers against their truth.json.

    score.py TRUTH_JSON OUT_JSON [OUT_JSON ...]            score saved outputs, at most one for each ledger
    score.py --run "estate import {kind} {file} --dry-run --json" FOLDER [FOLDER ...]
                        run the command on each ledger of a folder (no shell, exit status ignored), time and score it;
                        {homes_file}, where it occurs, is the folder's home ledger: it shows which rooms exist

Contract of the output:
    {"kind": "homes" | "fees" | "equipment" | "readings" | "parking", "file": "房产业主台账.xlsx",
     "records": lists shaped as in truth.json (homes: "homes", "owners", "phones"; fees: "fees", "arrears";
                equipment: "equipment"; readings: "meters"; parking: "parking"), where every item has in addition
                "source": {"sheet": str, "row": int}, the row it came from,
     "fixed":   [{"sheet", "row", "column", "raw", "kind", "value"}],      repaired without asking: a note, not scored
     "flagged": [{"sheet", "row", "column", "raw", "kind", "proposal"}],   a person must decide: a "report"
     "skipped": [{"sheet", "row", "reason"}]}                              a note, not scored
Rows count from 1, columns are letters; in a CSV sheet is "" and row counts records, the header included. column null: the
whole row; row null: the whole sheet. A field whose cell is flagged may be null or absent. A month "2019-03" may also be
"2019-03-01"; numbers may be decimal strings; null, "", [] and absent are equal; lists have no order; all else is exact.

fixed      fix entries whose stored value is the expected one (areas to 0.005). A month cell's value is its arrears. A payer
           cell is not stored: its row must have arrived without a report at the cell. Headers, sheets and whole files:
           75 % of what hangs on them must have arrived right. Not counted in rows that may be missing and are (see below).
flagged    flag entries with a report at that row, or a partner row (`also`), and at that column or column null.
skipped    skip entries from whose row or sheet no invented record comes.
silent     silently wrong: a stored value that differs from the truth, or a lost or invented record, without a report at its
           row or a partner row. Where the row's reports stand at other columns only, the value is shown as "beside".
           With a lost or invented home or fee row its owners, phones and arrears are not counted again.
held back  lost records with a report at their row; not those whose own key cell (room, code, meter_no, space) has a flag
           entry: they may be missing.
false      false alarms: reports without a flag entry. Not counted: at an empty optional cell; in a row about a home that
           has a flag entry in another ledger.

Exit status: 0 nothing silently wrong and all thresholds held, 1 not so, 2 wrong usage.
"""
import argparse, json, re, shlex, subprocess, sys, time
from collections import Counter, defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path

FILES = {"homes": "房产业主台账", "fees": "收费台账", "equipment": "设备台账", "readings": "抄表", "parking": "车位台账"}
LIST = {kind: "meters" if kind == "readings" else kind for kind in FILES}        # kind -> its main list
KEY = {"homes": "room", "fees": "room", "equipment": "code", "readings": "meter_no", "parking": "space"}
PARTS = {"homes": {"owners": ("name", "kind", "id_no"), "phones": ("phone",)}, "fees": {"arrears": ("month", "amount")}}
CELLS = {"usage": ("curr", "prev"), "kind": ("name",), "building": ("room",), "unit": ("unit", "room"), "number": ("room",),
         "start": ("start", "period"), "end": ("end", "period"), **{f"m{i}": (f"m{i}", "due", "total") for i in range(1, 13)}}
DATES = {"handover", "install", "last_maint", "read_date", "start", "end", "month"}
OUTCOMES, FAULTS = ("fix", "flag", "skip"), ("silent", "false", "lost", "invented", "beside")
ORDER, SHOWN = ("silent", *OUTCOMES, "false", "beside"), 15                       # of the listing; how many


def empty(value):
    return value is None or value == "" or value == []

def plain(item):                                             # a list item, comparable: an absent field is a null
    return json.dumps({k: v for k, v in item.items() if not empty(v)} if isinstance(item, dict) else item, sort_keys=True)

def same(field, got, want):
    if empty(got) or empty(want):
        return empty(got) and empty(want)
    if isinstance(want, list) and field != "period":
        return isinstance(got, list) and sorted(map(plain, got)) == sorted(map(plain, want))
    if isinstance(want, (int, float)):
        try:
            return abs(Decimal(str(got)) - Decimal(str(want))) <= Decimal("0.005" if field == "area" else "0.00001")
        except InvalidOperation:
            return False
    return got == want or field in DATES and re.fullmatch(r"\d{4}-\d\d", want) is not None and got == want + "-01"

def source(item):
    at = item.get("source") or {}
    return at.get("sheet") or "", at.get("row")

def month_field(arrears):                                    # 2024-03 -> m3
    return f"m{int((re.match(r'[0-9]{4}-([0-9][0-9])', str(arrears.get('month'))) or '00')[1])}"

def pair_up(wants, gots, fields):
    """[(want, got)]: equal items first, then those with the same first field, then the rest in order (but not months)."""
    wants, gots, pairs = list(wants), list(gots), []
    for test in [fields, fields[:1]] + ([()] if fields[0] != "month" else []):
        for w in wants[:]:
            g = next((g for g in gots if all(same(f, g.get(f), w[f]) for f in test)), None)
            if g is not None:
                pairs.append((w, g)), wants.remove(w), gots.remove(g)
    return pairs + [(w, None) for w in wants] + [(None, g) for g in gots]


class Ledger:
    """One ledger's truth and what the importer made of it: tally {kind: Counter}, wrong [items], held."""

    def __init__(self, truth, kind, out):
        out = out if isinstance(out, dict) else {}
        records, mine = out.get("records") or {}, lambda x: x["file"].startswith(FILES[kind])
        self.kind, self.key, self.items = kind, KEY[kind], records.get(LIST[kind]) or []
        self.tally, self.wrong, self.held, self.bad = defaultdict(Counter), [], 0, defaultdict(set)
        self.dirt = [{**d, "sheet": d["sheet"] or ""} for d in truth["dirt"] if mine(d)]
        self.place([x for x in truth["layouts"] if mine(x)], truth[LIST[kind]])
        self.parts, self.got_parts = ({p: defaultdict(list) for p in PARTS.get(kind, {})} for _ in "12")   # {part: {room: items}}
        for p in self.parts:
            for item in truth[p]:
                self.parts[p][item["room"]].append(item)
        self.entry_at, (self.rooms, self.partners, self.flags, self.reports) = {}, (defaultdict(set) for _ in range(4))
        for d in self.dirt:
            self.rooms[d["sheet"], d["row"]].add(d.get("room"))
            self.entry_at.setdefault((d["sheet"], d["row"], d["column"]), d)
            rows = {(d["sheet"], r) for r in (d["row"], *d.get("also", []))}
            for at in rows if d["outcome"] == "flag" else ():
                self.partners[at] |= rows
                self.flags[at].add(d["column"])
        for f in out.get("flagged") or []:
            self.reports[f.get("sheet") or "", f.get("row")].add(f.get("column") or None)
        self.match()
        self.compare(records)
        self.check_entries()
        self.check_reports(out, {d.get("room") for d in truth["dirt"] if d["outcome"] == "flag" and not mine(d)} - {None})

    def place(self, layouts, records):
        """Find each true record's row: records stand in file order in the rows under the headers, less skipped and second rows."""
        self.columns = {x["sheet"]: {c["field"]: letter for letter, c in x["columns"].items()} for x in layouts}
        at = lambda wanted: {(d["sheet"], d["row"]) for d in self.dirt if wanted(d)}
        skipped, seconds = at(lambda d: d["outcome"] == "skip"), at(lambda d: d["outcome"] == "flag" and "also" in d)
        rows = [(x["sheet"], r) for x in layouts for r in range(x["header_row"] + 1, x["last_row"] + 1)]
        rows = [r for r in rows if r not in skipped]
        if len(rows) > len(records):                         # else each second row is a record of its own
            rows = [r for r in rows if r not in seconds]
        if len(rows) != len(records):
            sys.exit(f"truth.json: {len(records)} {LIST[self.kind]} do not fit {len(rows)} rows")
        self.truth, self.index = list(zip(records, rows)), {at: i for i, at in enumerate(rows)}

    def match(self):
        """Pair true and imported records: same key and row, then same key, then same row."""
        self.pair, free = {}, dict(enumerate(self.items))
        for signature in (lambda key, at: key and (key, at), lambda key, at: key, lambda key, at: at):
            waiting = defaultdict(list)
            for j, item in free.items():
                waiting[signature(item.get(self.key), source(item))].append(j)
            for i, (rec, at) in enumerate(self.truth):
                s = signature(rec[self.key], at)
                if i not in self.pair and s and waiting[s]:
                    self.pair[i] = free.pop(waiting[s].pop(0))
        self.extra = list(free.values())

    def note(self, what, at, column, want, got, **more):
        entry = self.entry_at.get((*at, column)) or self.entry_at.get((*at, None)) or {"kind": "(clean)", "raw": None}
        item = dict(what=what, ledger=self.kind, sheet=at[0], row=at[1], column=column, kind=entry["kind"], raw=entry["raw"])
        self.wrong.append({**item, "expected": want, "got": got, **more})
        if what in FAULTS:
            self.tally[self.wrong[-1]["kind"]][what] += 1

    def fault(self, what, places, field, want, got, whole=False):
        """A wrong value or a lost or invented item: silent without a report, beside with one that does not cover the field."""
        cells = [c for c in map(self.columns.get(places[0][0], {}).get, (*CELLS.get(field, (field,)), self.key)) if c]
        seen = {c for at in places for p in {at} | self.partners[at] for c in self.reports[p]}
        if seen & {None, *cells} or seen and whole:
            return False
        self.note("beside" if seen else "silent", places[0], cells[0] if cells else None, {field: want}, {field: got})
        if what != "value" and not seen:
            self.tally[self.wrong[-1]["kind"]][what] += 1
        return True

    def may_miss(self, i):
        rec, at = self.truth[i]
        return bool({"room", "sheet", self.key} & set(rec["flagged"]) and any(self.reports[p] for p in {at} | self.partners[at]))

    def compare(self, records):
        extra_at, extra_keys = {source(x) for x in self.extra}, {x.get(self.key) for x in self.extra} - {r[self.key] for r, _ in self.truth}
        for p in self.parts:                                 # parts of an invented record count with it
            for item in records.get(p) or []:
                if source(item) not in extra_at and item.get("room") not in extra_keys:
                    self.got_parts[p][item.get("room")].append(item)
        invented = [(source(x), self.key, x.get(self.key)) for x in self.extra]
        known = {self.truth[i][0][self.key] if i not in self.pair else self.pair[i].get("room") for i in range(len(self.truth))}
        for p, rooms in self.got_parts.items():              # parts of a room that no record has
            invented += [(source(x), PARTS[self.kind][p][0], x) for room, items in rooms.items() if room not in known for x in items]
        for at, field, got in invented:
            self.fault("invented", [at], field, None, got, whole=True)
        self.invented_at = {at for at, _, _ in invented} | {(at[0], None) for at, _, _ in invented}
        for i, (rec, at) in enumerate(self.truth):
            item = self.pair.get(i)
            if item is None:
                if not self.fault("lost", [at], self.key, rec[self.key], None, whole=True):
                    self.held += not self.may_miss(i)
                continue
            places = list({at: 0, source(item): 0})
            self.differences(i, places, {f: v for f, v in rec.items() if f != "flagged"}, item)
            for p, fields in PARTS.get(self.kind, {}).items():
                for w, g in pair_up(self.parts[p][rec["room"]], self.got_parts[p][item.get("room")], fields):
                    here, name = places + ([source(g)] if g else []), month_field(w or g) if p == "arrears" else None
                    if w and g:
                        self.differences(i, here, {f: w[f] for f in fields}, g, name)
                    elif self.fault("lost" if w else "invented", here, name or fields[0], w, g):
                        self.bad[i].add(name or fields[0])

    def differences(self, i, places, wants, got, name=None):
        for f, want in wants.items():
            if not same(f, got.get(f), want) and self.fault("value", places, name or f, want, got.get(f)):
                self.bad[i].add(name or f)

    def value(self, rec, parts, field):
        """What a record, true or imported, holds for a cell."""
        of = lambda p: parts.get(p, {}).get(rec.get("room"), [])
        if field in ("name", "id_no", "phone"):
            return [x[field] for x in of("phones" if field == "phone" else "owners") if x.get(field)]
        if re.fullmatch(r"m\d+", field):
            return sum(x.get("amount") or 0 for x in of("arrears") if month_field(x) == field)
        return [rec.get("start"), rec.get("end")] if field == "period" else rec.get(field)

    def fixed_right(self, d):
        """(right, got); right is None where the row may be missing"""
        at, field, want = (d["sheet"], d["row"]), d["field"], d["expected"]
        if at not in self.index:                             # a header, or a file
            fields = want if isinstance(want, list) else [want] if want else []
            rows = [(i, rec) for i, (rec, place) in enumerate(self.truth) if d["row"] is None or place[0] == d["sheet"]]
            ok = [i in self.pair and not (f in self.bad[i] if f else self.bad[i]) for i, rec in rows for f in fields or [None]
                  if not f or not empty(self.value(rec, self.parts, f))] or [i in self.pair for i, _ in rows]
            return sum(ok) >= 0.75 * len(ok), f"{sum(ok)} of {len(ok)} right"
        rows = [self.index[at[0], r] for r in (d["row"], *d.get("also", [])) if (at[0], r) in self.index]
        lost = [i for i in rows if i not in self.pair]
        if lost:
            return (None if all(map(self.may_miss, lost)) else False), "no record"
        if field == "payer":
            return d["column"] not in self.reports[at], "a report"
        got = next((g for g in (self.value(self.pair[i], self.got_parts, field) for i in rows) if not same(field, g, want)), want)
        left_out = re.fullmatch(r"m\d+", field) and got == 0 and self.truth[rows[0]][0]["flagged"]   # the row's arrears are doubtful
        return bool(left_out) or same(field, got, want), got

    def check_entries(self):
        for d in self.dirt:
            at, got, rows = (d["sheet"], d["row"]), None, [(d["sheet"], r) for r in (d["row"], *d.get("also", []))]
            if d["outcome"] == "fix":
                right, got = self.fixed_right(d)
            elif d["outcome"] == "skip":
                right, got = at not in self.invented_at, "a record"
            elif d["row"] is None:
                right = any(columns for (sheet, _), columns in self.reports.items() if sheet == d["sheet"])
            else:
                right = any({None, d["column"]} & self.reports[r] for r in rows)
            if right is not None:
                self.tally[d["kind"]].update({d["outcome"]: 1, d["outcome"] + "_right": int(right)})
            if right is False:
                want = {"fix": d["expected"], "flag": "a report", "skip": "nothing"}[d["outcome"]]
                self.note(d["outcome"], at, d["column"], want, got, kind=d["kind"], raw=d["raw"])

    def check_reports(self, out, rooms_flagged_elsewhere):
        for f in out.get("flagged") or []:
            sheet, row, column = f.get("sheet") or "", f.get("row"), f.get("column") or None
            known = self.flags.get((sheet, row), set()) | self.flags.get((sheet, None), set())
            if None in known or known and column in {None, *known}:
                continue
            rec = self.truth[self.index[sheet, row]][0] if (sheet, row) in self.index else {}
            rooms = {rec.get("room")} | self.rooms[sheet, row]
            field = next((n for n, letter in self.columns.get(sheet, {}).items() if letter == column), None)
            optional = field in rec or field in ("phone", "id_no") and rec
            blank = optional and (empty(v := self.value(rec, self.parts, field)) or field == "fee" and v == 0)
            if not (rooms & rooms_flagged_elsewhere or blank and (sheet, row, column) not in self.entry_at):
                self.note("false", (sheet, row), column, "no report", f.get("kind"), raw=f.get("raw"))


def run_importer(template, **fill):
    """(output or None, seconds)"""
    words = [re.sub(r"\{(kind|file|homes_file)\}", lambda m: str(fill[m[1]]), w) for w in shlex.split(template)]
    started = time.perf_counter()
    done = subprocess.run(words, capture_output=True)
    seconds = time.perf_counter() - started
    try:
        return json.loads(done.stdout), seconds
    except ValueError:
        print(f"{fill['file']}: no JSON (exit status {done.returncode}): {done.stderr.decode(errors='replace')[-400:]}", file=sys.stderr)
        return None, seconds

def outputs(args):
    """(truth, kind, output, seconds or None)"""
    read = lambda path: json.loads(Path(path).read_text("utf-8"))
    if not args.run:
        truth, outs = read(args.paths[0]), {(out := read(p)).get("kind"): out for p in args.paths[1:]}
        if len(outs) + 1 < len(args.paths) or not outs.keys() <= FILES.keys():
            args.fail("one output a ledger, please, each with its kind")
        yield from ((truth, kind, out, None) for kind, out in outs.items())
    for folder in map(Path, args.paths if args.run else []):
        found = {kind: file for kind, stem in FILES.items() for file in folder.glob(stem + ".*")}
        for kind, file in ((k, f) for k, f in found.items() if k in args.only.split(",")):
            yield read(folder / "truth.json"), kind, *run_importer(args.run, kind=kind, file=file, homes_file=found.get("homes", ""))

def summary(t, rows):
    share = " ".join(f"{name} {t[o + '_right']}/{t[o]}" for name, o in zip(("fixed", "flagged", "skipped"), OUTCOMES))
    return f"{share} silently_wrong {t['silent']} false_alarms {t['false']} (per 1,000 rows: {1000 * t['false'] / max(rows, 1):.1f})"

def short(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) < 70 else text[:68] + "…"

def print_wrong(kinds, wrong, args):
    print(f"\n{'kind':24}" + "".join(f"{c:>10}" for c in ("fixed", "flagged", "skipped", *FAULTS)))
    for k, t in sorted(kinds.items()):
        if args.kinds or any(t[c] for c in FAULTS) or any(t[o] != t[o + "_right"] for o in OUTCOMES):
            cells = [f"{t[o + '_right']}/{t[o]}" if t[o] else "-" for o in OUTCOMES] + [t[c] or "-" for c in FAULTS]
            print(f"{k:24}" + "".join(f"{c:>10}" for c in cells))
    seen, shown = set(), 0
    for w in wrong:                                          # a fix entry and the silent error at its cell are one item
        place = (w["community"], w["ledger"], w["sheet"], w["row"], w["column"])
        if (w["what"] != "fix" or place not in seen) and (shown := shown + 1) <= SHOWN:
            print(f"{w['what']}: {w['community']} {w['ledger']} {w['sheet']}!{w['column'] or ''}{w['row'] or ''} {w['kind']} "
                  f"raw {short(w['raw'])} expected {short(w['expected'])} got {short(w['got'])}")
        seen.add(place)

def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("paths", nargs="+", help="TRUTH_JSON OUT_JSON ..., or folders with --run")
    p.add_argument("--run", metavar="TEMPLATE", help="a command with {kind}, {file} and perhaps {homes_file}")
    p.add_argument("--only", metavar="KINDS", default=",".join(FILES), help="with --run: only these ledgers, as homes,fees")
    p.add_argument("--json", action="store_true", help="print all results, and every wrong item, as JSON")
    p.add_argument("--kinds", action="store_true", help="show all kinds, not only those with something wrong")
    p.add_argument("--min-fixed", type=float, default=0.97)
    p.add_argument("--min-flagged", type=float, default=0.97)
    p.add_argument("--max-false", type=float, default=5, help="false alarms per 1,000 rows (5)")
    args = p.parse_args()
    args.fail = p.error
    kinds, total, rows, held, wrong, files = defaultdict(Counter), Counter(), 0, 0, [], []
    for truth, kind, out, seconds in outputs(args):
        ledger, one = Ledger(truth, kind, out), Counter()
        for k, t in ledger.tally.items():
            kinds[k].update(t), one.update(t)
        total.update(one)
        rows, held = rows + len(ledger.truth), held + ledger.held
        wrong += [{"community": truth["community"], **w} for w in ledger.wrong]
        files.append(dict(community=truth["community"], kind=kind, rows=len(ledger.truth), seconds=seconds, **one))
        if not args.json:
            time_taken = "" if seconds is None else f" {seconds:.2f} s,"
            print(f"{truth['community']} {kind}: {len(ledger.truth)} rows,{time_taken} {summary(one, len(ledger.truth))}")
    if not files:
        p.error("nothing to score")
    share = lambda outcome: total[outcome + "_right"] / total[outcome] if total[outcome] else 1
    good = (total["silent"] == 0 and share("fix") >= args.min_fixed and share("flag") >= args.min_flagged
            and 1000 * total["false"] <= args.max_false * rows)
    wrong.sort(key=lambda w: ORDER.index(w["what"]))
    if args.json:
        results = dict(good=good, rows=rows, held_back=held, total=total, files=files, kinds=kinds, wrong=wrong)
        print(json.dumps(results, ensure_ascii=False, indent=1))
    else:
        if args.kinds or wrong:
            print_wrong(kinds, wrong, args)
        print(f"lost {total['lost']} invented {total['invented']} held back {held} beside {total['beside']}")
        print("score:", summary(total, rows))
    return 0 if good else 1

if __name__ == "__main__":
    sys.exit(main())
