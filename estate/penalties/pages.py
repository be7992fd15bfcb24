"""All pages of penalties."""

from estate.penalties import pages_terms

ROUTES = [*pages_terms.ROUTES]
