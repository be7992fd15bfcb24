"""How a request becomes a page: routes with permissions, forms, pages and fragments, errors, headers."""

from estate.web.context import Current, current, me
from estate.web.page import Response, existing, page, redirect
from estate.web.posted import Posted
from estate.web.routes import get, post

__all__ = ["Current", "Posted", "Response", "current", "existing", "get", "me", "page", "post", "redirect"]
