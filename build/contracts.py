"""The import rules of the feature folders, as a contract that `lint-imports` checks (see pyproject.toml).

pages → actions → records and rules, inside one feature. From outside, a feature is reached through its actions,
rules and queries; its records, schema, forms and pages are its own. The foundation knows no feature, and rules
know neither the foundation nor a database.
"""

from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

PRIVATE = {"pages", "forms", "records", "schema"}
"""Parts that only their own feature imports (and the modules right under the package, which put all together)."""

ABOVE = {
    "rules": {"pages", "forms", "actions", "tasks", "records", "schema", "queries"},
    "records": {"pages", "forms", "actions", "tasks"},
    "queries": {"pages", "forms", "actions", "tasks"},
    "schema": {"pages", "forms", "actions", "tasks", "records", "queries"},
    "actions": {"pages", "forms"},
    "tasks": {"pages", "forms"},
}
"""For each part of a feature: the parts that stand above it, which it does not import."""


class FeatureFolders(Contract):
    """Checks every direct import of the package's modules."""

    package = fields.StringField()
    foundation = fields.SetField(subfield=fields.StringField())
    pure = fields.SetField(subfield=fields.StringField())
    impure = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        faults = sorted(set(self._faults(graph)))
        return ContractCheck(kept=not faults, metadata={"faults": faults})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported, why in check.metadata["faults"]:
            output.print_error(f"{importer} imports {imported}: {why}", bold=False)

    def _faults(self, graph: ImportGraph) -> Iterator[tuple[str, str, str]]:
        for importer in graph.modules:
            for imported in graph.find_modules_directly_imported_by(importer):
                if why := self._fault(importer.split("."), imported.split(".")):
                    yield importer, imported, why

    def _fault(self, importer: list[str], imported: list[str]) -> str:
        part, wanted = _part(importer), _part(imported)
        if part in self.pure and (
            imported[0] in self.impure or (imported[1:2] and imported[1] in self.foundation)
        ):
            return f"{part} are pure"
        if imported[0] != self.package or len(importer) < 3 or len(imported) < 3:
            return ""  # app, settings and the command line put the features together
        home, other = importer[1], imported[1]
        if home in self.foundation and other not in self.foundation:
            return "the foundation knows no feature"
        if home != other and other not in self.foundation and wanted in PRIVATE:
            return f"{wanted} are for {other} alone"
        if wanted in ABOVE.get(part, set()):
            return f"{part} stand below {wanted}"
        return ""


def _part(path: list[str]) -> str:
    """`estate.billing.rules_proration` → rules."""
    return path[2].split("_")[0] if len(path) > 2 else ""
