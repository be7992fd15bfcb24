"""Every page of upkeep."""

from estate.upkeep import (
    pages_dues,
    pages_forecast,
    pages_lists,
    pages_piece,
    pages_plans,
    pages_records,
    pages_records_new,
    pages_usual,
)

ROUTES = [
    *pages_dues.ROUTES,
    *pages_usual.ROUTES,
    *pages_plans.ROUTES,
    *pages_forecast.ROUTES,
    *pages_lists.ROUTES,
    *pages_piece.ROUTES,
    *pages_records.ROUTES,
    *pages_records_new.ROUTES,
]
