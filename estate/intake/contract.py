"""The findings as the plain structure that `estate import KIND FILE --dry-run --json` prints."""

from typing import Any

from estate.intake.areas import decimal_text
from estate.intake.findings import Finding, Findings, Source
from estate.intake.notices import message
from estate.intake.workbook import written_in


def _source(source: Source) -> dict[str, Any]:
    return {"sheet": written_in(source.sheet), "row": source.row}


def _finding(finding: Finding, key: str) -> dict[str, Any]:
    return {
        "sheet": written_in(finding.sheet),
        "row": finding.row,
        "column": finding.column,
        "raw": finding.raw,
        "kind": finding.kind,
        key: finding.value,
        "field": finding.field,
        "message": message(finding, key == "proposal"),
    }


def homes_contract(findings: Findings) -> dict[str, Any]:
    """kind, file, records, fixed, flagged and skipped; beside them the sheets' totals and recognised layouts."""
    homes = [
        {
            "room": h.code,
            "building": h.building,
            "unit": h.entrance,
            "number": h.number,
            "area": decimal_text(h.area_dm2) if h.area_dm2 is not None else None,
            "layout": h.layout,
            "handover": h.handover.iso() if h.handover else None,
            "family": [{"relation": m.relation, "name": m.name, "phone": m.phone} for m in h.family],
            "special": list(h.special),
            "note": h.note,
            "flagged": sorted(h.doubtful),
            "source": _source(h.source),
        }
        for h in findings.homes
    ]
    people = [
        {
            "room": o.code,
            "name": o.name,
            "kind": o.kind,
            "id_no": o.id_no,
            "source": _source(o.source),
            "role": o.role,
            "share": o.share,
        }
        for o in findings.owners
    ]
    return {
        "kind": "homes",
        "file": findings.file,
        "records": {
            "homes": homes,
            "owners": [p for p in people if p["role"] != "tenant"],
            "phones": [
                {"room": p.code, "phone": p.phone, "source": _source(p.source)}
                for p in findings.phones
                if p.role == "owner"
            ],
            "tenants": [p for p in people if p["role"] == "tenant"],
        },
        "fixed": [_finding(f, "value") for f in findings.fixed],
        "flagged": [_finding(f, "proposal") for f in findings.flagged],
        "skipped": [
            {"sheet": written_in(s.sheet), "row": s.row, "reason": s.reason} for s in findings.skipped
        ],
        "totals": [
            {
                "sheet": written_in(t.sheet),
                "row": t.row,
                "label": t.label,
                "stated": decimal_text(t.stated_dm2) if t.stated_dm2 is not None else None,
                "computed": decimal_text(t.rows_dm2),
                "rows": t.rows,
                "homes": t.homes,
                "agrees": t.agrees,
            }
            for t in findings.totals
        ],
        "layouts": [
            {
                "sheet": x.sheet,
                "purpose": x.purpose,
                "reason": x.reason,
                "header_row": x.header_row,
                "building": x.building.building if x.building else None,
                "columns": {
                    c.letter: {"field": c.field, "header": c.title, "found_by": c.found_by} for c in x.columns
                },
            }
            for x in findings.layouts
        ],
    }
