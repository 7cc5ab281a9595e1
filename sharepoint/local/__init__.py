"""A SharePoint site on this computer: SharePoint's REST protocol on loopback, everything kept in one folder.

It lets people try publishing without a tenant and look at the result in a browser, and the tests publish to it.
:func:`running` starts a site as a process of its own, :func:`serve` serves it in this one, and
``python -m sharepoint.local --data FOLDER`` does so from a terminal.

>>> with running(folder) as site:  # doctest: +SKIP
...     context = ClientContext(site.url).with_access_token(token)
"""

from sharepoint.local.app import Options
from sharepoint.local.model.site import Limits
from sharepoint.local.process import Running, running, serve

__all__ = ["Limits", "Options", "Running", "running", "serve"]
