"""All pages of billing."""

from estate.billing import pages_homes, pages_items, pages_runs, pages_whatif

ROUTES = [*pages_items.ROUTES, *pages_runs.ROUTES, *pages_homes.ROUTES, *pages_whatif.ROUTES]
