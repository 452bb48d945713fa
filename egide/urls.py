"""The table of contents of the web application."""

from typing import Final

from django.urls import URLPattern, URLResolver, include, path

from egide.platform.api.urls import urls as api
from egide.platform.bodies.urls import urls as bodies
from egide.platform.kernel.urls import search_urls, urls
from egide.registers.processing import urls as processing
from egide.registers.processing.registers import PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES
from egide.registers.processing.services import rename_department
from egide.registers.systems.registers import AI_SYSTEMS

ARTICLE_30: Final = (PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES)
REGISTERS: Final = (*ARTICLE_30, AI_SYSTEMS)

handler400: Final = "egide.platform.ui.refusals.bad_request"
handler500: Final = "egide.operations.watching.storage.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("egide.platform.accounts.urls")),
    path("", include("egide.platform.ui.urls")),
    path("", include("egide.platform.mail.gallery")),
    path("", include("egide.platform.proofs.urls")),
    path("", include("egide.platform.organizations.urls")),
    path("", include("egide.steering.overview.urls")),
    path("", include("egide.steering.retention.urls")),
    path("", include("egide.registers.imports.urls")),
    path("", include("egide.operations.watching.urls")),
    path("", include("egide.public.urls")),
    *bodies(REGISTERS, rename=rename_department),
    *search_urls(REGISTERS),
    *(found for register in REGISTERS for found in urls(register)),
    *(found for register in ARTICLE_30 for found in processing.urls(register)),
    *api(REGISTERS),
]
