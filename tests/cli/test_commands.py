"""The commands as a person types them: results, exit codes, refusals in French."""

import json
import webbrowser
from datetime import date

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from egide.cli import main
from egide.cli.main import _COMMANDS


@pytest.fixture
def run(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def register(tmp_path):
    """A free workbook: the second activity has no legal basis, the third column is empty for the first."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Registre"
    sheet.append(
        [
            "Nom du traitement",
            "Finalités",
            "Base légale",
            "Personnes concernées",
            "Catégories de données",
            "Destinataires",
            "Durée de conservation",
            "Mesures de sécurité",
            "État",
        ]
    )
    sheet.append(
        [
            "Cantine",
            "Inscrire et facturer les enfants à la cantine",
            "Mission d’intérêt public",
            "Élèves",
            "État civil",
            "Service scolaire",
            "1 an",
            "Sauvegardes",
            "En cours",
        ]
    )
    sheet.append(
        [
            "Élections",
            "Tenir la liste électorale de la commune",
            None,
            "Électeurs",
            "État civil",
            "INSEE",
            "3 ans",
            "Sauvegardes",
            "En cours",
        ]
    )
    path = tmp_path / "registre.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("command", [[], *([name] for name in _COMMANDS)], ids=lambda words: " ".join(words) or "egide")
def test_help_is_in_french_with_examples(run, command):
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Utilisation\u00a0: egide" in result.output or "Utilisation\u00a0: main" in result.output
    assert "Affiche cette aide." in result.output
    if command and command[0] not in {"deadline", "catalogue"}:
        assert "Exemple" in result.output


def test_check_names_what_is_wrong_where_and_why(run, register):
    result = run("check", register)
    assert result.exit_code == 1
    assert "Élections" in result.output
    assert "Base légale" in result.output
    assert "RGPD art. 6(1)" in result.output
    assert "cellule" in result.output


@pytest.mark.parametrize(("fail_on", "code"), [("critical", 1), ("info", 1), ("never", 0)])
def test_exit_code_follows_the_severity_asked(run, register, fail_on, code):
    assert run("check", register, "--fail-on", fail_on).exit_code == code


def test_an_unreadable_file_leaves_with_two_and_says_what_to_do(run, tmp_path):
    garbage = tmp_path / "photo.ods"
    garbage.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    result = run("check", garbage)
    assert result.exit_code == 2
    assert "image" in result.output
    assert "Traceback" not in result.output
    assert run("check", tmp_path / "absent.ods").exit_code == 2


def test_json_says_everything_and_points_at_cells(run, register):
    result = run("check", register, "--format", "json", "--on", "2026-11-24")
    report = json.loads(result.stdout)
    (body,) = report["bodies"]
    assert report["checked_on"] == "2026-11-24"
    assert [each["name"] for each in body["activities"]] == ["Cantine", "Élections"]
    (missing,) = [f for f in body["activities"][1]["findings"] if f["rule"] == "LB-001"]
    assert missing["place"]["sheet"] == "Registre"
    assert missing["place"]["cell"].endswith("3")
    assert missing["basis"]
    assert body["counts"]["CRITICAL"] >= 1
    assert body["score"]["grade"] == "NON_COMPLIANT"
    silent = {silence["path"]: silence for silence in body["cannot_say"]}
    assert "colonne" in silent["notice"]["advice"]


def test_sarif_has_a_result_per_finding_and_describes_its_rules(run, register):
    report = json.loads(run("check", register, "--format", "sarif").stdout)
    (one,) = report["runs"]
    described = {rule["id"] for rule in one["tool"]["driver"]["rules"]}
    assert report["version"] == "2.1.0"
    assert {result["ruleId"] for result in one["results"]} == described
    assert {result["level"] for result in one["results"]} <= {"error", "warning", "note"}
    assert one["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "registre.xlsx"


@pytest.mark.parametrize(
    ("form", "start"), [("html", b"<!DOCTYPE html>"), ("docx", b"PK"), ("odt", b"PK"), ("pdf", b"%PDF")]
)
def test_reports_as_documents(run, register, tmp_path, form, start):
    target = tmp_path / f"rapport.{form}"
    assert run("check", register, "-f", form, "-o", target, "--fail-on", "never").exit_code == 0
    assert target.read_bytes().lower().startswith(start.lower())


def test_a_binary_report_asks_for_a_file(run, register):
    result = run("check", register, "-f", "pdf")
    assert result.exit_code == 2
    assert "--output rapport.pdf" in result.output


def test_a_mapping_is_saved_corrected_and_used_again(run, register, tmp_path):
    saved = tmp_path / "colonnes.toml"
    assert run("check", register, "--save-mapping", saved, "--fail-on", "never").exit_code == 0
    text = saved.read_text(encoding="utf-8")
    assert '"Base légale" = "purposes.legal_basis"' in text
    saved.write_text(
        text.replace('"Base légale" = "purposes.legal_basis"', '"Base légale" = "ignorer"'), encoding="utf-8"
    )
    again = json.loads(run("check", register, "--mapping", saved, "-f", "json").stdout)
    assert "purposes.legal_basis" in {silence["path"] for silence in again["bodies"][0]["cannot_say"]}
    saved.write_text(text.replace("purposes.legal_basis", "purposes.basis"), encoding="utf-8")
    refused = run("check", register, "--mapping", saved)
    assert refused.exit_code == 2
    assert "purposes.legal_basis" in refused.output, "it offers the valid names"


def test_a_long_register_is_listed_until_no_one_reads_then_counted(run, tmp_path):
    book = Workbook()
    book.active.append(["Nom du traitement", "Finalités", "Base légale"])
    for number in range(402):
        book.active.append([f"Traitement {number:03}", "Gérer les inscriptions au service", None])
    book.save(tmp_path / "long.xlsx")
    short, whole = run("check", tmp_path / "long.xlsx"), run("check", tmp_path / "long.xlsx", "--all")
    assert "Traitement 000" in short.output
    assert "Traitement 401" not in short.output
    assert "Traitement 401" in whole.output
    assert "--all les liste" in short.output
    assert "--all les liste" not in whole.output


def test_without_a_screen_the_report_is_only_written(run, register, tmp_path, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("egide.cli.opening._WITH_DISPLAY", set())
    monkeypatch.setattr(webbrowser, "open", lambda _: pytest.fail("a browser of text would take the terminal"))
    result = run("check", register, "--format", "html", "-o", tmp_path / "r.html", "--open", "--fail-on", "never")
    assert result.exit_code == 0
    assert "ouvrez ce fichier" in result.output


def test_on_a_screen_the_report_is_opened(run, register, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.append(address) or True)
    run("check", register, "--format", "html", "-o", tmp_path / "r.html", "--open")
    assert opened == [(tmp_path / "r.html").as_uri()]


def test_convert_there_and_back_keeps_the_facts(run, register, tmp_path):
    package, book, again = tmp_path / "a.json", tmp_path / "b.xlsx", tmp_path / "c.json"
    assert run("convert", register, package).exit_code == 0
    assert run("convert", package, book).exit_code == 0
    assert run("convert", book, again).exit_code == 0
    assert json.loads(package.read_text()) == json.loads(again.read_text())
    assert all(cell.data_type != "f" for sheet in load_workbook(book) for row in sheet for cell in row)


def test_convert_says_what_the_target_cannot_hold(run, register, tmp_path):
    result = run("convert", register, tmp_path / "registre.cnil.ods")
    assert result.exit_code == 0
    assert "ne peut pas contenir" in result.output
    assert "base légale" in result.output.lower()


def test_convert_writes_a_single_record_by_its_number_or_name(run, register, tmp_path):
    first, second = _names(run, register, tmp_path)
    written = tmp_path / "une.json"
    assert run("convert", register, written, "--record", second.upper()).exit_code == 0
    assert [record["name"] for record in json.loads(written.read_text())["activities"]] == [second]
    page = tmp_path / "une.html"
    assert run("convert", register, page, "-r", first).exit_code == 0
    assert "fiche du registre" in page.read_text()
    assert second not in page.read_text()


def test_convert_offers_the_near_names_of_an_unknown_record(run, register, tmp_path):
    first, _ = _names(run, register, tmp_path)
    refused = run("convert", register, tmp_path / "x.pdf", "--record", first[:-2])
    assert refused.exit_code == 2
    assert f"Vouliez-vous dire\u00a0: {first}\u202f?" in refused.output.replace("\n", " ")


def _names(run, register, tmp_path):
    assert run("convert", register, tmp_path / "tout.json").exit_code == 0
    return [record["name"] for record in json.loads((tmp_path / "tout.json").read_text())["activities"]]


def test_convert_refuses_an_unknown_form_and_an_unknown_body(run, register, tmp_path):
    assert "Terminez le nom par" in run("convert", register, tmp_path / "registre.zip").output
    assert "n’est pas dans ce fichier" in run("convert", register, tmp_path / "r.json", "--body", "Ailleurs").output
    refused = run("convert", register, tmp_path / "r.json", "--communicable")
    assert refused.exit_code == 2
    assert "choisissez pdf" in refused.output


def test_starter_proposes_then_writes_drafts(run, tmp_path):
    told = run("starter", "commune", "180")
    assert told.exit_code == 0
    assert "Gestion de l’état civil" in told.output
    assert "☑" in told.output
    target = tmp_path / "depart.json"
    assert run("starter", "commune", "8000", "-s", "cantine", "-n", "Exemple", "-o", target).exit_code == 0
    written = json.loads(target.read_text())
    assert written["organization"]["name"] == "Exemple"
    assert {record["status"] for record in written["activities"]} == {"DRAFT"}
    assert "RESTAURATION_SCOLAIRE" in {record["catalogue_id"] for record in written["activities"]}


def test_starter_lists_services_and_refuses_unknown_ones(run):
    assert "cantine" in run("starter", "ccas", "--services").output
    refused = run("starter", "commune", "-s", "pisine")
    assert refused.exit_code == 2
    assert "piscine_sport" in refused.output
    assert "departement" in run("starter", "pays").output


def test_catalogue_search_and_show(run):
    assert "RESTAURATION_SCOLAIRE" in run("catalogue", "search", "cantine").output
    assert run("catalogue", "search", "zzz").exit_code == 1
    assert "Nourrir" not in run("catalogue", "show", "apa").output
    assert "à confirmer" in run("catalogue", "show", "restauration_scolaire").output
    assert run("catalogue", "show", "rien").exit_code == 1


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("commune", "8000"), "1\u202f250,00", 0),
        (("departement", "1457905", "--from", "2025-11-17"), "21\u202f000,00", 0),
        (("epci", "100000"), "CNV-006", 0),
        (("sdis", "200000"), "DEC-11", 1),
    ],
)
def test_price_says_the_fee_and_the_doubts(run, words, said, code):
    result = run("price", *words, "--on", "2026-11-24")
    assert said in result.output
    assert result.exit_code == code


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("request", "05/03/2026"), "mardi 7 avril 2026"),
        (("request", "05/03/2026", "--suspended", "10/03/2026", "20/03/2026"), "mercredi 15 avril 2026"),
        (("request", "31/08/2026", "--extended", "25/09/2026", "--reasons", "volume"), "lundi 30 novembre 2026"),
        (("breach", "23/10/2026 10:15"), "lundi 26 octobre 2026 à 9"),
        (("consultation", "23/11/2026"), "lundi 18 janvier 2027"),
        (("agreement", "17/11/2025"), "16 septembre 2028"),
        (("agreement", "17/11/2025", "--terminated", "15/12/2027"), "1er janvier 2028"),
    ],
)
def test_deadlines_carry_their_day_and_their_article(run, words, said):
    result = run("deadline", *words)
    assert result.exit_code == 0
    assert said in result.output.replace("\u00a0", " ")
    assert "art." in result.output


@pytest.mark.parametrize(
    "words",
    [
        ("request", "31/02/2026"),
        ("request", "05/03/2026", "--extended", "01/03/2026"),
        ("breach", "29/03/2026 02:30"),
        ("breach", "hier"),
        ("agreement", "01/01/2001"),
    ],
)
def test_impossible_dates_are_refused_in_french(run, words):
    result = run("deadline", *words)
    assert result.exit_code == 2
    assert "Erreur" in result.output


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(run, shell):
    assert "egide" in run("completion", shell).output


def test_today_is_the_day_of_the_check_unless_told(run, register):
    assert json.loads(run("check", register, "-f", "json").stdout)["checked_on"] == date.today().isoformat()  # noqa: DTZ011


def test_a_register_that_names_no_body_says_how_to_name_it(run, register):
    assert "Pour la nommer" in run("check", register).output
    (body,) = json.loads(run("check", register, "-f", "json").stdout)["bodies"]
    assert (body["name"], body["name_advice"][:14]) == (None, "Pour la nommer")
    assert "Pour la nommer" in run("check", register, "-f", "html").output


def test_what_only_the_workbook_of_egide_can_hold_is_said_to_go_there(run, register):
    (body,) = json.loads(run("check", register, "-f", "json").stdout)["bodies"]
    advice = {silence["path"]: silence["advice"] for silence in body["cannot_say"]}
    assert "feuille «\u202fCollectivité\u202f»" in advice["organization.has_policy"]
    assert advice["video"] == "Ajoutez une colonne «\u202fNombre de caméras\u202f» à votre tableau."
