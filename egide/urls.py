"""The table of contents of the web application."""

from typing import Final

from django.urls import URLPattern, URLResolver, include, path

from egide.platform.bodies.urls import urls as bodies
from egide.platform.kernel.urls import urls
from egide.registers.processing.registers import PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES
from egide.registers.processing.services import rename_department
from egide.registers.systems.registers import AI_SYSTEMS

REGISTERS: Final = (PROCESSING_ACTIVITIES, PROCESSOR_ACTIVITIES, AI_SYSTEMS)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("egide.platform.organizations.urls")),
    path("", include("egide.steering.overview.urls")),
    *bodies(REGISTERS, rename=rename_department),
    *(found for register in REGISTERS for found in urls(register)),
]
