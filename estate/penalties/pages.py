"""All pages of penalties."""

from estate.penalties import pages_decisions, pages_terms

ROUTES = [*pages_terms.ROUTES, *pages_decisions.ROUTES]
