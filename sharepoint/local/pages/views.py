"""The site in a browser."""

from __future__ import annotations

from starlette.routing import BaseRoute

from sharepoint.local.service import Service


def page_routes(service: Service) -> list[BaseRoute]:
    """The routes of all pages."""
    return []
