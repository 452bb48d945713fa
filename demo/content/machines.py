"""The AI systems of the demonstration, and which activities rest on them."""

from datetime import date

from demo.content.bodies import DEPARTEMENT, EPCI, identifier
from egide.law.facts import AiSystem
from egide.law.facts.codes import AiRiskClass, AiRole

# By body: the activity of the register that uses the system.
USED_BY = {
    DEPARTEMENT: {"IA_GENERATIVE": "assistant", "CHATBOT": "agent", "RH_RECRUTEMENT": "tri"},
    EPCI: {"SI_MESSAGERIE": "assistant"},
}


def ai_systems(key: str, _on: date) -> tuple[AiSystem, ...]:
    """The inventory of a body."""
    return tuple(_MADE[name](key) for name in dict.fromkeys(USED_BY.get(key, {}).values()))


def _assistant(key: str) -> AiSystem:
    return AiSystem(
        id=identifier(key, "ai", "assistant"),
        name="Assistant de rédaction",
        supplier="Nordlog",
        version="2026.3",
        role=AiRole.DEPLOYER,
        use="Résumer des comptes rendus et proposer des courriers, relus par un agent",
        risk_class=AiRiskClass.MINIMAL,
        processes_personal_data=True,
        art28_contract=True,
        data_location="France",
        interacts_with_public=False,
        used_at_work=False,
        human_oversight_person="Responsable de chaque service utilisateur",
        literacy_measures=True,
    )


def _agent(key: str) -> AiSystem:
    return AiSystem(
        id=identifier(key, "ai", "agent"),
        name="Agent conversationnel «\u202fPas à pas\u202f»",
        supplier="Atelier du Phare",
        version="4.1",
        role=AiRole.DEPLOYER,
        use="Orienter les usagers vers la bonne démarche",
        risk_class=AiRiskClass.TRANSPARENCY,
        processes_personal_data=True,
        art28_contract=True,
        data_location="France",
        interacts_with_public=True,
        used_at_work=False,
        human_oversight_person="Responsable de la relation aux usagers",
        literacy_measures=True,
        transparency_notice=True,
    )


def _sorting(key: str) -> AiSystem:
    """A high risk that nobody saw coming: what it owes is not yet answered."""
    return AiSystem(
        id=identifier(key, "ai", "tri"),
        name="Aide au tri des candidatures",
        supplier="Arcade Numérique",
        version="1.0 (essai)",
        role=AiRole.DEPLOYER,
        use="Proposer un ordre de lecture des candidatures",
        risk_class=AiRiskClass.HIGH,
        annex_iii_point="4(a)",
        processes_personal_data=True,
        art28_contract=False,
        data_location="Irlande",
        interacts_with_public=False,
        used_at_work=True,
        workers_informed=False,
    )


_MADE = {"assistant": _assistant, "agent": _agent, "tri": _sorting}
