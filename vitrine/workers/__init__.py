"""Celery tasks and the schedule: thin, each calls one action below."""
