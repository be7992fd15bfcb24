"""All pages of reconciliation."""

from estate.reconciliation import pages_claims, pages_statements

ROUTES = [*pages_statements.ROUTES, *pages_claims.ROUTES]
