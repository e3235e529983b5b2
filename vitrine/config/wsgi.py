"""For any WSGI server. `vitrine up` uses `asgi.py`."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vitrine.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
