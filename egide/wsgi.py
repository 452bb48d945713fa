"""The web application, as a server calls it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egide.settings")
application = get_wsgi_application()

from egide.platform.records.checks import refuse_to_start_unlocked  # noqa: E402 - once the models are ready

refuse_to_start_unlocked()
