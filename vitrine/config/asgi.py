"""The way in for uvicorn. HTTP runs on WSGI in a fixed pool of threads; web sockets will be answered here too.

Django's own ASGI handler makes a thread, and so a database connection, for every request (asgiref's
ThreadSensitiveContext). A pool of a few threads keeps its connections.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vitrine.config.settings")

from django.conf import settings

from vitrine.config.bridge import Bridge
from vitrine.config.wsgi import application as wsgi

application = Bridge(wsgi, threads=settings.WEB_THREADS)
