"""The routes of parts and labour."""

from estate.materials import pages_costs, pages_lines, pages_own, pages_prices, pages_quotes, pages_stock

ROUTES = [
    *pages_prices.ROUTES,
    *pages_stock.ROUTES,
    *pages_lines.ROUTES,
    *pages_quotes.ROUTES,
    *pages_own.ROUTES,
    *pages_costs.ROUTES,
]
