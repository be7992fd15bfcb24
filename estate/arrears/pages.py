"""All pages of the room."""

from estate.arrears import pages_ageing

ROUTES = [*pages_ageing.ROUTES]
