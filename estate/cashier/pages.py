"""All pages of the cashier."""

from estate.cashier import pages_counter, pages_receipts

ROUTES = [*pages_counter.ROUTES, *pages_receipts.ROUTES]
