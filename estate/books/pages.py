"""All pages of the books."""

from estate.books import pages_journal, pages_ledger, pages_rates, pages_trial

ROUTES = [*pages_trial.ROUTES, *pages_ledger.ROUTES, *pages_rates.ROUTES, *pages_journal.ROUTES]
