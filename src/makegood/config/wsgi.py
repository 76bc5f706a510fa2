"""The desk's pages and API, as plain synchronous Django."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")

application = get_wsgi_application()
