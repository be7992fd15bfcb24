"""All pages of the closes."""

from estate.closing import pages_days

ROUTES = [*pages_days.ROUTES]
