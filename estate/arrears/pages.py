"""All pages of the room."""

from estate.arrears import pages_ageing, pages_homes, pages_public, pages_trend

ROUTES = [*pages_ageing.ROUTES, *pages_trend.ROUTES, *pages_homes.ROUTES, *pages_public.ROUTES]
