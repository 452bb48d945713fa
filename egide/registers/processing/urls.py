"""What the registers of article 30 have besides the screens of every register: their exports."""

from django.urls import URLPattern, path

from egide.platform.kernel.registers import Register
from egide.registers.processing.exporting import record_document_export, register_export


def urls(register: Register) -> list[URLPattern]:
    """Under `/o/<body>/<path>/`."""
    base, known = f"o/<slug:body>/{register.path}/", {"register": register}
    return [
        path(f"{base}registre/", register_export, known, name=f"{register.name}-export-all"),
        path(f"{base}<uuid:record_id>/document/", record_document_export, known, name=f"{register.name}-export-one"),
    ]
