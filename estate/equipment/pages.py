"""Every page of equipment."""

from estate.equipment import pages_links, pages_piece, pages_register, pages_site, pages_states

ROUTES = [
    *pages_register.ROUTES,
    *pages_piece.ROUTES,
    *pages_links.ROUTES,
    *pages_states.ROUTES,
    *pages_site.ROUTES,
]
