"""All pages of the closes."""

from estate.closing import pages_days, pages_months

ROUTES = [*pages_days.ROUTES, *pages_months.ROUTES]
