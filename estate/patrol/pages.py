"""The routes of patrol, in the order in which they are matched."""

from estate.patrol import (
    pages_checks,
    pages_coverage,
    pages_places,
    pages_plan,
    pages_points,
    pages_routes,
    pages_walk,
)

ROUTES = [
    *pages_walk.ROUTES,
    *pages_checks.ROUTES,
    *pages_plan.ROUTES,
    *pages_places.ROUTES,
    *pages_points.ROUTES,
    *pages_routes.ROUTES,
    *pages_coverage.ROUTES,
]
