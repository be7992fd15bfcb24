"""The pages of messages, put together."""

from estate.messages import pages_inbox, pages_messages, pages_paper, pages_settings, pages_templates

ROUTES = [
    *pages_inbox.ROUTES,
    *pages_messages.ROUTES,
    *pages_settings.ROUTES,
    *pages_templates.ROUTES,
    *pages_paper.ROUTES,
]
