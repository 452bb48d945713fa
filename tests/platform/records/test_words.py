"""What changed, in the words of a town secretary: labels, values, lines named by what they say."""

import dataclasses
import uuid
from datetime import UTC, date, datetime
from types import MappingProxyType

import pytest

from egide.formats.package.encoding import encode
from egide.law import facts
from egide.law.durations import Duration
from egide.law.facts import codes
from egide.law.facts.describing import descriptions, field_types, shape_within
from egide.platform.organizations.models import Membership, Organization
from egide.platform.records.journal.leaves import flatten
from egide.platform.records.journal.reading import Version, difference
from egide.platform.records.sayings import ERASED, NOUNS, lowered
from egide.platform.records.storage import is_lines
from egide.platform.records.words import action_in_words, in_words, summary
from egide.registers.processing.models import ProcessingActivity

STORAGE = ProcessingActivity.storage
ONE, TWO, THREE = (uuid.UUID(int=n) for n in (1, 2, 3))
BILL = facts.Purpose(id=ONE, text="Facturer la cantine", legal_basis=codes.LegalBasis.CONSENT)
ENROL = facts.Purpose(id=TWO, text="Inscrire les enfants")
TREASURY = facts.Recipient(id=THREE, name="Trésorerie", kind=codes.RecipientKind.EXTERNAL)
ARTICLES = ", ".join(code.label for code in tuple(codes.NoticeArticle)[:2])


def low(shape, name):
    label = descriptions(shape)[name].label
    return label[:1].lower() + label[1:]


def leaves(known, beside=MappingProxyType({})):
    document = encode(facts.ProcessingActivity(id=uuid.UUID(int=9), role=None, **known))
    del document["id"]
    known = {**flatten(document), **{f"record.{name}": value for name, value in beside.items()}}
    return dict(sorted(known.items()))  # as the journal gives them back


def told(before, after, storage=STORAGE, names=None):
    return in_words(storage, difference(before, after), before, after, names)


def sentences(before, after):
    return [change.sentence.replace("\u00a0", " ").replace("\u202f", " ") for change in told(before, after)]


def said(before, after):
    return sentences(leaves(before), leaves(after))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({"name": "Cantine"}, {"name": "Restauration"}, "Nom du traitement : Cantine → Restauration"),
        ({}, {"minors": True}, "Mineurs : non renseigné → Oui"),
        ({"minors": True}, {"minors": False}, "Mineurs : Oui → Non"),
        ({}, {"start_date": date(2025, 11, 17)}, "Mis en œuvre le : non renseigné → 17 novembre 2025"),
        ({"people_count": 1200}, {}, "Nombre de personnes : 1 200 → non renseigné"),
        (
            {"status": codes.ActivityStatus.DRAFT},
            {"status": codes.ActivityStatus.ACTIVE},
            f"État : {codes.ActivityStatus.DRAFT.label} → {codes.ActivityStatus.ACTIVE.label}",
        ),
        ({}, {"transfers": ()}, "Transferts hors de l’EEE : non renseigné → aucun"),
        ({"transfers": ()}, {}, "Transferts hors de l’EEE : aucun → non renseigné"),
        (
            {},
            {"notice": facts.Notice(articles=tuple(codes.NoticeArticle)[:2])},
            f"Information des personnes : {low(facts.Notice, 'articles')} : non renseigné → {ARTICLES}",
        ),
        (
            {"dpia": facts.ImpactAssessment(cnil_exempt=4)},
            {"dpia": facts.ImpactAssessment(cnil_exempt=3)},
            f"Analyse d’impact (AIPD) : {low(facts.ImpactAssessment, 'cnil_exempt')} : 4 → 3",
        ),
    ],
)
def test_a_fact_alone(before, after, sentence):
    assert said(before, after) == [sentence]


def test_a_line_is_named_by_what_it_says():
    after = dataclasses.replace(BILL, legal_basis=codes.LegalBasis.LEGAL_OBLIGATION)
    [sentence] = said({"purposes": (ENROL, BILL)}, {"purposes": (ENROL, after)})
    consent, duty = codes.LegalBasis.CONSENT.label, codes.LegalBasis.LEGAL_OBLIGATION.label
    assert sentence == f"Finalités, “Facturer la cantine” : base légale : {consent} → {duty}"


def test_a_line_without_a_word_is_named_by_its_place():
    old, new = facts.Purpose(id=TWO), facts.Purpose(id=TWO, justification="Utile")
    [sentence] = said({"purposes": (BILL, old)}, {"purposes": (BILL, new)})
    assert sentence.startswith("Finalités, “Utile” : justification")
    [sentence] = said({"purposes": (BILL, new)}, {"purposes": (BILL, old)})
    assert sentence.startswith("Finalités, ligne 2 : justification")


def test_durations_of_a_line_and_the_lines_it_points_at():
    data = facts.PersonalData(id=ONE, category=codes.DataCategory.IDENTITY)
    line = facts.Retention(id=TWO, data="Dossiers")
    kept = facts.Period(duration=Duration(5))
    after = dataclasses.replace(line, active=kept, personal_data=(ONE,))
    assert said(
        {"personal_data": (data,), "retention": (line,)}, {"personal_data": (data,), "retention": (after,)}
    ) == [
        f"Durées de conservation, “Dossiers” : catégories concernées : non renseigné → {data.category.label}",
        "Durées de conservation, “Dossiers” : base active : durée : non renseigné → 5 ans",
    ]


def test_a_line_that_only_points_at_others_has_no_name():
    data = facts.PersonalData(id=ONE, category=codes.DataCategory.IDENTITY)
    line = facts.Retention(id=TWO, personal_data=(ONE,))
    assert said({"personal_data": (data,), "retention": (line,)}, {"personal_data": (data,)}) == [
        f"Durée de conservation retirée : catégories concernées : {data.category.label}"
    ]
    assert said({"retention": (line,)}, {"retention": (dataclasses.replace(line, personal_data=(TWO,)),)}) == [
        f"Durées de conservation, ligne 1 : catégories concernées : réf. {str(ONE)[:8]} → réf. {str(TWO)[:8]}"
    ]


def test_a_whole_line_is_one_change():
    assert said({"recipients": ()}, {"recipients": (TREASURY,)}) == [
        "Destinataire ajouté : Trésorerie, organisme extérieur"
    ]
    assert said({"purposes": (ENROL, BILL)}, {"purposes": (ENROL,)}) == [
        f"Finalité retirée : Facturer la cantine ; base légale : {BILL.legal_basis.label}"
    ]
    assert said({}, {"purposes": (facts.Purpose(id=ONE),)}) == ["Finalité ajoutée : ligne vide"]


def test_a_line_within_a_line():
    host = facts.SubProcessor(id=ONE, name="Hébergeur SAS", country="FR")
    editor = facts.Processor(id=TWO, contact=facts.Contact(name="Éditeur"))
    with_host = dataclasses.replace(editor, subprocessors=(host,))
    assert said({"processors": (editor,)}, {"processors": (with_host,)}) == [
        "Sous-traitants, “Éditeur” : sous-traitant ultérieur ajouté : Hébergeur SAS ; pays : FR"
    ]
    assert said({}, {"processors": (with_host,)}) == [
        "Sous-traitant ajouté : Éditeur ; sous-traitants ultérieurs : Hébergeur SAS"
    ]
    abroad = dataclasses.replace(editor, subprocessors=(dataclasses.replace(host, country="US"),))
    assert said({"processors": (with_host,)}, {"processors": (abroad,)}) == [
        "Sous-traitants, “Éditeur” : sous-traitants ultérieurs, “Hébergeur SAS” : pays : FR → US"
    ]


def test_lines_that_only_moved():
    [change] = told(leaves({"purposes": (BILL, ENROL)}), leaves({"purposes": (ENROL, BILL)}))
    assert (change.label, change.kind, change.path) == ("Ordre des finalités", "moved", "purposes")
    assert change.after == "Inscrire les enfants, Facturer la cantine"
    assert [c.kind for c in told(leaves({"purposes": (BILL,)}), leaves({"purposes": (ENROL, BILL)}))] == ["added"]


def test_the_plan_of_an_assessment_that_only_moved():
    first, second = facts.PlannedMeasure(id=ONE, text="Chiffrer"), facts.PlannedMeasure(id=TWO, text="Former")
    before, after = ({"dpia": facts.ImpactAssessment(action_plan=plan)} for plan in ((first, second), (second, first)))
    assert said(before, after) == [
        "Analyse d’impact (AIPD) : ordre : plan d’action : Chiffrer, Former → Former, Chiffrer"
    ]


def test_lines_that_all_go_for_none():
    assert said({"recipients": (TREASURY,)}, {"recipients": ()}) == [
        "Destinataires : 1 ligne → aucun",
        "Destinataire retiré : Trésorerie, organisme extérieur",
    ]


def test_sans_objet():
    waived = (facts.NotApplicable(path="consent", reason="rien ne repose sur lui"),)
    assert said({}, {"not_applicable": waived}) == [
        "Consentement : non renseigné → sans objet : rien ne repose sur lui"
    ]
    assert said({"not_applicable": waived}, {"consent": facts.Consent(explicit=True)}) == [
        "Consentement : sans objet : rien ne repose sur lui → renseigné",
        f"Consentement : {low(facts.Consent, 'explicit')} : non renseigné → Oui",
    ]


def test_sans_objet_in_the_place_of_an_answer_is_one_change():
    waived = (facts.NotApplicable(path="transfers", reason="tout reste ici"),)
    assert said({"transfers": ()}, {"not_applicable": waived}) == [
        "Transferts hors de l’EEE : aucun → sans objet : tout reste ici"
    ]


def test_only_what_is_asked_is_told():
    before, after = leaves({"name": "A"}), leaves({"name": "B", "purposes": (BILL,)})
    asked = in_words(STORAGE, {"name": ("A", "B")}, before, after)
    assert [change.path for change in asked] == ["name"]


def test_lines_are_told_in_their_order():
    before, after = ({"purposes": (ENROL, BILL)}, {"purposes": (ENROL, BILL)})
    after["purposes"] = tuple(dataclasses.replace(line, justification="Utile") for line in after["purposes"])
    assert [sentence.split("”")[0] for sentence in said(before, after)] == [
        "Finalités, “Inscrire les enfants",
        "Finalités, “Facturer la cantine",
    ]


def test_a_long_name_is_cut():
    long = dataclasses.replace(BILL, text="Inscrire\net " + "facturer " * 20)
    [sentence] = said({"purposes": (long,)}, {"purposes": (dataclasses.replace(long, justification="Utile"),)})
    name = sentence.split("“")[1].split("”")[0]
    assert name.startswith("Inscrire et facturer")
    assert name.endswith("…")
    assert len(name) <= 60


def test_an_acronym_keeps_its_capitals():
    assert lowered("SIREN de la commune") == "SIREN de la commune"
    assert lowered("Base légale") == "base légale"


def test_a_group_opened_then_filled():
    empty, filled = {"consent": facts.Consent()}, {"consent": facts.Consent(proof_kept=True)}
    assert said({}, empty) == ["Consentement : non renseigné → rubrique ouverte, rien de renseigné"]
    assert said(empty, filled) == [f"Consentement : {low(facts.Consent, 'proof_kept')} : non renseigné → Oui"]
    assert len(said(filled, empty)) == 1


def test_the_order_is_that_of_the_shape():
    labels = said({}, {"video": facts.Video(signage=True), "minors": True, "name": "X", "recipients": (TREASURY,)})
    assert [label.split(" ")[0] for label in labels] == ["Nom", "Mineurs", "Destinataire", "Vidéo"]


def test_where_it_stands():
    assert sentences(leaves({}, {"state": "active"}), leaves({}, {"state": "bin"})) == [
        "Situation : en service → à la corbeille"
    ]
    assert sentences({}, leaves({}, {"state": "active"})) == []


def test_a_year_is_not_cut_in_thousands():
    [year, people] = told({}, {"population_year": 2023, "population": 7873}, Organization.storage)[::-1]
    assert {year.label: year.after, people.label: people.after} == {"Millésime": "2023", "Population": "7\u202f873"}


def test_what_is_kept_beside_the_shape():
    centre = uuid.UUID(int=7)
    before = {"record.slug": "arras", "record.centre_id": None, "record.epci_siren": ""}
    after = {"record.slug": "ville-d-arras", "record.centre_id": str(centre), "record.epci_siren": "246200364"}
    named = told(before, after, Organization.storage, {centre: "CDG 62"})
    assert [(c.label, c.before, c.after) for c in named] == [
        ("Adresse dans l’application", "arras", "ville-d-arras"),
        ("Centre de gestion qui conseille", "non renseigné", "CDG 62"),
        ("SIREN de son EPCI", "non renseigné", "246200364"),
    ]
    [change] = told({}, {"record.user_id": str(centre)}, Membership.storage)
    assert (change.label, change.after) == ("Personne", "réf. 00000000")
    labelled = dataclasses.replace(Membership.storage, labels={"user_id": "Titulaire"})
    assert told({}, {"record.user_id": str(centre)}, labelled)[0].label == "Titulaire"


@pytest.mark.parametrize(
    "path", ["gone", "gone.inside", "purposes[x].gone", "name.inside", "record.gone", "gone[]", "[]"]
)
def test_an_old_path_is_said_as_it_was_written(path):
    changes = told({path: "avant"}, {path: ["x"]})
    assert [c.path for c in changes if c.kind == "changed"] == ([path] if not path.endswith("[]") else [])
    assert all(c.label for c in changes)


def test_an_old_value_is_said_as_it_was_written():
    [change] = told({"status": "OLD_CODE"}, {"status": {"was": 1}})
    assert (change.before, change.after) == ("OLD_CODE", '{"was": 1}')


def test_an_erased_value_is_not_an_unknown_one():
    before = {"purposes[]": [str(ONE)], f"purposes[{ONE}].text": "Facturer", "notes": "Secret"}
    after = {"purposes[]": [str(ONE)], f"purposes[{ONE}].text": ERASED, "notes": ERASED}
    assert sentences(before, after) == [
        "Notes : Secret → effacé",
        "Finalités, ligne 1 : finalité : Facturer → effacé",
    ]


def shapes_of_lines(shape):
    for name, annotation in field_types(shape).items():
        within = shape_within(annotation)
        if within is not None and name in descriptions(shape):
            if is_lines(annotation):
                yield within
            yield from shapes_of_lines(within)


@pytest.mark.parametrize("shape", [facts.ProcessingActivity, facts.ProcessorActivity, facts.Organization])
def test_every_line_has_a_noun(shape):
    assert set(shapes_of_lines(shape)) <= set(NOUNS)


def version(action="change", origin="screen", actor="Alice Martin", title="Cantine"):
    known = dict.fromkeys(field.name for field in dataclasses.fields(Version))
    return Version(**{**known, "action": action, "origin": origin, "actor": actor, "title": title})


def test_who_did_what():
    changes = told(leaves({"purposes": (BILL, ENROL)}), leaves({"purposes": (ENROL,), "name": "X", "minors": True}))
    assert summary(version(), changes) == "Alice Martin a modifié 2 champs et retiré 1 ligne à l’écran"
    assert summary(version(), changes[:1]) == "Alice Martin a modifié 1 champ à l’écran"
    whole = {action: summary(version(action, "import", ""), []) for action in ("create", "bin", "restore")}
    nobody = "Une personne dont le nom a été effacé"
    assert whole == {
        "create": f"{nobody} a créé «\u202fCantine\u202f» par un import",
        "bin": f"{nobody} a mis «\u202fCantine\u202f» à la corbeille par un import",
        "restore": f"{nobody} a restauré «\u202fCantine\u202f» par un import",
    }


def test_actions():
    actions = ["create", "change", "bin", "restore", "archive", "erase", "unheard"]
    assert [action_in_words(version(action)) for action in actions] == [
        "Création", "Modification", "Mise à la corbeille", "Restauration", "Archivage", "Effacement", "Unheard",
    ]  # fmt: skip


def test_instants_beside_the_shape():
    stamp = datetime(2025, 11, 17, 9, 5, tzinfo=UTC).isoformat()
    [change] = told({}, {"record.created_at": stamp})
    assert (change.label, change.after.replace("\u00a0", " ")) == ("Créée le", "lundi 17 novembre 2025 à 10 h 05")
