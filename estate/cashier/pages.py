"""All pages of the cashier."""

from estate.cashier import pages_counter, pages_receipts, pages_voids

ROUTES = [*pages_counter.ROUTES, *pages_receipts.ROUTES, *pages_voids.ROUTES]
