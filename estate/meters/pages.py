"""Every route of meters."""

from estate.meters import pages_meters, pages_readings, pages_round

ROUTES = [*pages_round.ROUTES, *pages_meters.ROUTES, *pages_readings.ROUTES]
