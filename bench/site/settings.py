"""The product's settings; BENCH_UNCACHED takes away the cache, so that every page is made anew from the rows,
and BENCH_UNLIMITED the limits.
"""

import os

from vitrine.config.settings import *  # noqa: F403 - all of them: it is the product that is measured

ROOT_URLCONF = "bench.site.urls"
if os.environ.get("BENCH_UNLIMITED"):
    LIMITS.clear()  # noqa: F405 - the product's
if os.environ.get("BENCH_UNCACHED"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
