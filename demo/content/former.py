"""Activities that ended: they stand in the history, and in the archives of the register."""

from dataclasses import replace
from datetime import date

from demo.content.bodies import DEPARTEMENT, TOWN, Body
from demo.content.completing import complete, workday
from demo.content.own import Own, controller_record
from demo.content.typeset import typeset
from egide.law.facts import ProcessingActivity
from egide.law.facts.codes import ActivityStatus, Domain

_FORMER = {
    DEPARTEMENT: Own(
        "masques",
        "Distribution de masques aux assistants familiaux",
        Domain.HEALTH,
        ("Organiser les distributions et rendre compte des stocks",),
        "Code de la santé publique, art. L3131-1",
        "PROFESSIONALS",
        "IDENTITY CONTACT",
        ("Listes d’émargement", "P2Y", "COLLECTION", "D"),
        ("Direction de l’enfance et de la famille",),
    ),
    TOWN: Own(
        "cahier-visiteurs",
        "Cahier des visiteurs de l’accueil",
        Domain.GOVERNANCE,
        ("Rappeler les personnes venues à l’accueil",),
        "Arrêté du maire du 2 juin 2020",
        "VISITORS",
        "IDENTITY CONTACT",
        ("Cahier", "P1M", "COLLECTION", "D"),
        ("Direction générale",),
    ),
}


def former(body: Body, on: date) -> ProcessingActivity:
    """The ended activity of a body, closed, its data destroyed. Raises KeyError for a body that has none."""
    record = complete(body, controller_record(body, _FORMER[body.key]), 90, on)
    closed: ProcessingActivity = typeset(
        replace(
            record,
            status=ActivityStatus.CLOSED,
            closure_data_disposed=True,
            last_review_on=workday(on, 260),
            is_public=False,
        )
    )
    return closed
