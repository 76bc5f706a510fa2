"""Every address. Pages are the desk's, `/api/v1/` is the API's; `/live` and static files are served by asgi.py.

A new face adds one line here; a new page is a line in its own face's urls.py.
"""

from __future__ import annotations

from django.urls import include, path

from makegood.config import health

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("api/v1/", include("makegood.api.urls")),
    path("hooks/orders/", include("makegood.api.incoming")),
    path("hooks/stripe/", include("makegood.api.paying")),
    path("phone/", include("makegood.channels.phone.urls")),
    path("", include("makegood.portal.urls")),
    path("", include("makegood.desk.urls")),
]
