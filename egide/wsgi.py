"""The web application, as a server calls it."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
application = get_wsgi_application()

from egide.platform.records.checks import refuse_to_start_unlocked  # noqa: E402 - once the models are ready

refuse_to_start_unlocked()

# What is there for good is not gone through again: a full collection took 60 ms from whoever was being answered.
get_resolver().url_patterns  # noqa: B018 - read with the first address otherwise
gc.collect()
gc.freeze()
