"""`preuve.zip`, judged by the verifier that goes with it, as a stranger runs it: alone, on every Python from 3.8."""
# ruff: noqa: S311 - chance, to try more bytes than one run can

import ast
import io
import json
import random
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egide.platform.proofs import bundle, checkpoints, keys, verifier
from egide.platform.proofs.bundle import ProofError, prove
from egide.platform.proofs.jobs import keep_checkpoint
from egide.platform.records.acting import acting
from egide.platform.records.journal.erasing import erase
from egide.platform.records.journal.reading import versions
from egide.platform.records.scope import scope
from tests.platform.journal.chains import TYPE, alice, edit, fill, new

pytestmark = pytest.mark.django_db
NOW = datetime(2125, 11, 17, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Path(verifier.__file__)


@pytest.fixture(autouse=True)
def without_typst(monkeypatch):
    """One test makes the PDF for good; the others need any bytes."""
    monkeypatch.setattr(bundle, "render", lambda document, _: document.title.encode())


def made(body, record, **how):
    with scope(body):
        return prove(TYPE, record.id, "Commune d’Achicourt", NOW, **how)


@pytest.fixture
def proof(body, other):
    first, _ = fill(body)
    return made(body, first).content


@pytest.fixture
def check(tmp_path):
    def checked(content, trusted=None):
        file = tmp_path / "p.zip"
        file.write_bytes(content)
        return verifier.check(str(file), trusted)

    return checked


def files_in(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files):
    """As Égide packs, for whoever changes a file and puts the right hash at the end of the archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
        archive.comment = bytes(71)
    start = out.getvalue()[:-71]
    return start + b"sha256:" + sha256(start).hexdigest().encode()


def resigned(files):
    """By the installation itself, that would lie: the manifest is right again."""
    rest = {name: content for name, content in files.items() if name != "manifeste.txt"}
    return bundle._archive(rest)


def test_it_holds_and_says_what(proof, check):
    said = check(proof)
    assert said[:2] == ["La preuve tient.", "Fiche « Cantine », version 5."]
    assert "par Alice Martin." in said[2]
    assert said[3] == "Entrée n° 7 du journal, couverte par l’entrée n° 9."
    assert said[4] == f"Point de contrôle 1 du 2125-11-17T14:00:00 UTC, signé par {_short()}."
    assert "Aucun horodatage" in said[5]
    assert "à comparer" in said[6]
    assert "parmi celles que vous avez données" in check(proof, f"{keys.current().key.text}\n")[6]


def _short():
    key = keys.current().key
    return f"{key.name}+{key.number.hex()}"


def test_as_a_stranger_runs_it(proof, tmp_path):
    """Unpacked from the archive, without site-packages nor environment."""
    (tmp_path / "preuve.zip").write_bytes(proof)
    (tmp_path / "v.py").write_bytes(files_in(proof)["verifier.py"])
    run = [sys.executable, "-I", "-S", "v.py"]
    done = subprocess.run([*run, "preuve.zip"], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("La preuve tient.")
    (tmp_path / "cles.txt").write_text(keys.draw("egide/x").key.text)
    done = subprocess.run([*run, "--cles", "cles.txt", "preuve.zip"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1
    assert "La preuve ne tient pas : une clé" in done.stdout.decode()
    assert subprocess.run(run, cwd=tmp_path, capture_output=True, check=False).returncode == 2


def test_the_verifier_is_short_and_for_old_pythons_too():
    text = SOURCE.read_text()
    assert len(text.splitlines()) <= 250
    tree = ast.parse(text, feature_version=(3, 8))
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert imported | {"typing"} <= sys.stdlib_module_names


def test_every_byte_counts(proof, check):
    """Each tenth of the archive by chance, with a seed that changes each time, and all of its ends."""
    places = {*range(64), *range(len(proof) - 400, len(proof)), *random.sample(range(len(proof)), 300)}
    for place in places:
        changed = bytearray(proof)
        changed[place] ^= 1 << random.randrange(8)
        with pytest.raises(verifier.Refused):
            check(bytes(changed))


def test_every_byte_of_every_file_counts_even_in_a_clean_archive(proof, check):
    files = files_in(proof)
    for name, content in files.items():
        for place in {0, len(content) - 1, *random.sample(range(len(content)), min(8, len(content)))}:
            changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            with pytest.raises(verifier.Refused):
                check(packed({**files, name: changed}))


@pytest.mark.parametrize("name", ["fiche.pdf", "preuve.json", "points/00000001.txt", "cles.txt", "manifeste.txt"])
def test_no_file_is_dropped_added_or_doubled(proof, check, name):
    files = files_in(proof)
    with pytest.raises(verifier.Refused):
        check(packed({n: c for n, c in files.items() if n != name}))
    with pytest.raises(verifier.Refused):
        check(packed({**files, "autre.txt": b""}))


def lies():
    """What an installation that holds its key could change, and the journal forbids."""

    def proof_of(change):
        def changed(files):
            told = json.loads(files["preuve.json"])
            change(told)
            return {**files, "preuve.json": json.dumps(told).encode()}

        return changed

    def sheet(files):
        told = json.loads(files["fiche.json"])
        told["values"][0]["value"] = "Autre"
        return {**files, "fiche.json": json.dumps(told).encode()}

    return {
        "the sheet": sheet,
        "a value": proof_of(lambda p: p["state"][0].__setitem__(2, "Autre")),
        "true for one": proof_of(lambda p: next(r for r in p["state"] if r[2] is True).__setitem__(2, 1)),
        "a leaf is dropped": proof_of(lambda p: p["state"].pop()),
        "who": proof_of(lambda p: p["meta"][0].__setitem__(2, "Bob")),
        "when": proof_of(lambda p: p["entry"].__setitem__("at", p["entry"]["at"] - 1)),
        "the body": proof_of(lambda p: p["entry"].__setitem__("organization_id", "0" * 32)),
        "the one before": proof_of(lambda p: p.__setitem__("previous", "0" * 64)),
        "a link is dropped": proof_of(lambda p: p["segment"].pop(0)),
        "the end is dropped": proof_of(lambda p: p["segment"].pop()),
        "a link is changed": proof_of(lambda p: p["segment"][0].__setitem__("action", "x")),
        "the place": proof_of(lambda p: p["tree"].__setitem__("place", 1 - p["tree"]["place"])),
        "the count": proof_of(lambda p: p["tree"].__setitem__("count", 3)),
        "the path": proof_of(lambda p: p["tree"]["path"].__setitem__(0, "0" * 64)),
        "no path": proof_of(lambda p: p["tree"]["path"].clear()),
        "no checkpoint": lambda files: {n: c for n, c in files.items() if not n.startswith("points/")},
        "renamed checkpoint": lambda files: {n.replace("00000001", "00000002"): c for n, c in files.items()},
    }


@pytest.mark.parametrize("lie", lies())
def test_a_manifest_that_is_signed_hides_no_lie(body, other, check, lie):
    first = new(body, minors=True)
    edit(body, first, notes="a")
    keep_checkpoint(NOW - HOUR)
    with scope(body):
        files = files_in(prove(TYPE, first.id, "Commune", NOW, at=versions(TYPE, first.id)[0].at).content)
    check(resigned(files))
    with pytest.raises(verifier.Refused):
        check(resigned(lies()[lie](files)))


def test_of_a_past_day(body, other, check):
    record = new(body, notes="Avant")
    keep_checkpoint(NOW - HOUR)
    edit(body, record, notes="Après")
    with scope(body):
        then = versions(TYPE, record.id)[0].at
    files = files_in(made(body, record, at=then).content)
    values = {line["path"]: line["value"] for line in json.loads(files["fiche.json"])["values"]}
    assert values["notes"] == "Avant"
    assert json.loads(files["preuve.json"])["segment"] == []
    with pytest.raises(ProofError, match="pas encore à cette date"):
        made(body, record, at=then - HOUR)


def test_what_was_erased_is_not_in_it_and_it_holds(body, check):
    record = new(body, notes="Mme Durand")
    with scope(body), acting(alice()):
        erase(TYPE, record.id, ["notes", "@actor"], basis="Fin de conservation")
    content = made(body, record).content
    assert b"Durand" not in content
    assert any("par (effacé)" in line for line in check(content))


def test_after_a_rotation_and_a_restored_backup(body, check):
    record = new(body)
    keep_checkpoint(NOW - 3 * HOUR)
    checkpoints.rotate(NOW - 2 * HOUR)
    content = made(body, record).content
    assert check(content)
    assert files_in(content)["cles.txt"].decode().count("\n") == 2


def test_other_bodies_are_not_in_it(body, other):
    first, _ = fill(body)
    content = made(body, first).content
    assert str(other.id).encode() not in content
    assert other.id.hex.encode() not in content


def test_it_reads_like_a_letter(proof):
    text = files_in(proof)["LISEZMOI.txt"].decode()
    assert "     python3 verifier.py preuve.zip\n" in text
    assert "     python3 verifier.py --cles cles-publiees.txt preuve.zip\n" in text
    assert "{" not in text
    assert "Commune d’Achicourt" in text


def test_the_sheet_speaks_french(proof):
    lines = {line["path"]: line for line in json.loads(files_in(proof)["fiche.json"])["values"]}
    assert lines["minors"]["words"] == "Oui"
    assert lines["name"]["label"] == "Nom du traitement"


# RFC 8032, 7.1: secret key left out; public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155",
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac",
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize("vector", VECTORS)
def test_signatures_of_the_rfc(vector):
    public, message, *halves = map(bytes.fromhex, vector)
    signature = b"".join(halves)
    assert verifier.signed(public, message, signature)
    for place in range(0, 64, 7):
        wrong = signature[:place] + bytes([signature[place] ^ 4]) + signature[place + 1 :]
        assert not verifier.signed(public, message, wrong)
    assert not verifier.signed(public, message + b"x", signature)
    more = int.from_bytes(signature[32:], "little") + verifier.L
    assert not verifier.signed(public, message, signature[:32] + more.to_bytes(32, "little"))


@settings(max_examples=15, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 95), st.integers(0, 7))
def test_our_verification_and_that_of_the_library_agree(message, place, bit):
    signer = keys.draw("egide/x")
    public, signature = signer.key.public, signer.private.sign(message)
    assert verifier.signed(public, message, signature)
    both = bytearray(public + signature)
    both[place] ^= 1 << bit
    changed = keys.Key("egide/x", bytes(both[:32]))
    assert verifier.signed(changed.public, message, bytes(both[32:])) == _by_library(changed, message, bytes(both[32:]))


def _by_library(key, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


WORDS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=40)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(0, 3))
def test_whatever_is_written_is_proved(body, check, notes, which):
    record = new(body, name=notes[0] or None)
    for text in notes:
        edit(body, record, notes=text, minors=bool(which))
    content = made(body, record).content
    assert check(content)[0] == "La preuve tient."
    place = random.randrange(len(content))
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    with pytest.raises(verifier.Refused):
        check(changed)


def test_the_page_for_good(body, monkeypatch):
    monkeypatch.undo()
    first, _ = fill(body)
    files = files_in(made(body, first).content)
    assert files["fiche.pdf"].startswith(b"%PDF-")
