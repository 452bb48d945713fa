"""The two registers of article 30 on the web: what they show, who may use them."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from egide.documents.layouts.sections import CONTROLLER_SECTIONS, PROCESSOR_SECTIONS
from egide.law import facts
from egide.platform.kernel.policy import BY_SERVICE, Action
from egide.platform.kernel.registers import Choices, Judgement, Register
from egide.registers.processing.choices import choices
from egide.registers.processing.columns import COMPLETENESS, FINDINGS, INCOMPLETE, NEEDS_ASSESSMENT
from egide.registers.processing.conclusions import conclusions, leads_to
from egide.registers.processing.deriving import body_facts
from egide.registers.processing.exporting import export_links
from egide.registers.processing.flow import flow
from egide.registers.processing.flow_picture import pictures
from egide.registers.processing.models import ProcessingActivity, ProcessorActivity
from egide.registers.systems.models import AiSystem


def _choices(shape: type) -> Any:
    def of_the_day(today: date) -> Choices:
        systems = [system.facts() for system in AiSystem.objects.filter(state="active")]
        return choices(shape, systems, today)

    return of_the_day


def _names() -> Mapping[UUID, str]:
    """A past version may point at a system that is in the bin today: it keeps its name."""
    return {system.id: str(system) for system in AiSystem.objects.only("pk", "name")}


def _links(request: Any, register: Any, record: Any) -> Mapping[str, Any]:
    may_import = register.policy.allows(request.access, Action.IMPORT)
    importing = [("Importer", reverse("import", args=[request.organization.slug]))] if may_import else []
    return {"export_links": export_links(request, register, record), "register_links": importing}


def _panels(record: Any, activity: Any, today: date) -> Mapping[str, Any]:
    """What the law says, and the picture of the flow."""
    del record
    found = conclusions(activity, facts.Register(organization=body_facts()), today)
    drawn = flow(activity, today)
    return {
        "conclusions": found,
        "rights": [
            (
                answer.label,
                [(one.right.label, [*dict.fromkeys(reason.why for reason in one.reasons)]) for one in rights],
            )
            for answer, rights in found.rights_by_answer
        ],
        "findings": [(finding, leads_to(activity, finding.path)) for finding in found.findings],
        "flow": drawn,
        "pictures": pictures(drawn),
    }


def _judged(activity: Any, today: date) -> Judgement:
    found = conclusions(activity, facts.Register(organization=body_facts()), today)
    return found.findings, found.silences


PROCESSING_ACTIVITIES: Final = Register(
    model=ProcessingActivity,
    path="traitements",
    article="RGPD art. 30(1)",
    why="Tout ce que la collectivité fait avec des données personnelles, traitement par traitement. La loi demande de "
    "le tenir à jour et de le présenter à la CNIL si elle le demande.",
    sections=CONTROLLER_SECTIONS,
    columns=("department", COMPLETENESS, FINDINGS, "last_review_on"),
    hidden_columns=("reference", "status", "domain", "manager", "people_count", "start_date", "is_public"),
    filters=(
        "department",
        "status",
        "domain",
        "purposes.legal_basis",
        "special_data.category",
        "dpia.status",
        "minors",
        "transfers.mechanism",
        INCOMPLETE,
        NEEDS_ASSESSMENT,
        "retention",
        "recipients",
        "processors",
        "transfers",
        "security_measures",
    ),
    policy=BY_SERVICE,
    choices=_choices(facts.ProcessingActivity),
    panels=_panels,
    judged=_judged,
    names=_names,
    links=_links,
    fiche_template="processing/fiche.html",
    heading="Registre des activités de traitement",
    add_label="Ajouter un traitement",
)

PROCESSOR_ACTIVITIES: Final = Register(
    model=ProcessorActivity,
    path="traitements-pour-autrui",
    article="RGPD art. 30(2)",
    why="Ce que la collectivité fait avec les données d’une autre, pour son compte : paie, hébergement, instruction… "
    "La loi demande un registre à part pour ces traitements.",
    sections=PROCESSOR_SECTIONS,
    columns=("department", COMPLETENESS, FINDINGS, "last_review_on"),
    hidden_columns=("reference", "status", "domain", "manager"),
    filters=("department", "status", "domain", INCOMPLETE, "retention", "security_measures"),
    policy=BY_SERVICE,
    choices=_choices(facts.ProcessorActivity),
    panels=_panels,
    judged=_judged,
    names=_names,
    links=_links,
    fiche_template="processing/fiche.html",
    heading="Registre des traitements pour autrui",
    add_label="Ajouter un traitement",
)
