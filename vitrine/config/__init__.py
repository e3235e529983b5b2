"""Composition root: settings, environment, urls, asgi, celery. The only place that names every package."""
