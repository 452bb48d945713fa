"""The register of AI systems on the web."""

from typing import Final

from egide.documents.layouts.sections import Section
from egide.platform.kernel.registers import Register
from egide.registers.systems.models import AiSystem

AI_SYSTEMS: Final = Register(
    model=AiSystem,
    path="systemes-ia",
    article="RIA, règlement (UE) 2024/1689",
    why="Les outils d’intelligence artificielle en usage : ceux qui aident à décider, à rédiger, à reconnaître. La loi "
    "demande de savoir lesquels, à quoi ils servent et qui les surveille.",
    sections=(
        Section("Le système", "RIA art. 3", ("supplier", "version", "role", "use", "data_location")),
        Section("Risque", "RIA art. 5, 6 et annexe III", ("risk_class", "annex_iii_point", "fria_done")),
        Section(
            "Données et personnes",
            "RGPD art. 28, RIA art. 50",
            ("processes_personal_data", "art28_contract", "interacts_with_public", "transparency_notice"),
        ),
        Section(
            "Conduite",
            "RIA art. 4 et 26",
            (
                "used_at_work",
                "workers_informed",
                "human_oversight_person",
                "literacy_measures",
                "eu_database_registered",
                "logs_retention",
            ),
        ),
    ),
    columns=("supplier", "use", "risk_class"),
    filters=("risk_class", "role", "processes_personal_data"),
    heading="Registre des systèmes d’intelligence artificielle",
    add_label="Ajouter un système",
)
