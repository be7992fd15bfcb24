"""placeholder"""
from estate.intake.findings import Finding


def message(finding: Finding) -> str:
    return finding.kind
