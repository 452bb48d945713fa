"""Stamps of a third party, asked of a server made here: taken when they hold, refused and tried again otherwise."""

import subprocess
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from egide.platform.proofs import archive, publishing, stamping, verifier
from egide.platform.proofs.bundle import prove
from egide.platform.proofs.jobs import keep_checkpoint
from egide.platform.proofs.models import Checkpoint, Kind, Publication
from egide.platform.proofs.stamping import StampError
from egide.platform.records.scope import scope
from tests.platform.journal.chains import TYPE, new

pytestmark = pytest.mark.django_db
NOW = datetime(2125, 11, 17, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
CONFIGURATION = """
[tsa]
default_tsa = stamping
[stamping]
serial = ./serial
signer_cert = ./tsa.pem
certs = ./tsa.pem
signer_key = ./tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
EXTENSIONS = "extendedKeyUsage=critical,timeStamping\nbasicConstraints=critical,CA:FALSE\n"


def openssl(folder, *words):
    return subprocess.run(["openssl", *words], cwd=folder, capture_output=True, check=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A root, the certificate that it gives to a server of stamps, and the server's own file."""
    folder = tmp_path_factory.mktemp("tsa")
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl(
        folder,
        "req",
        "-x509",
        *new_key,
        "-keyout",
        "root.key",
        "-out",
        "root.pem",
        "-subj",
        "/CN=Racine",
        "-days",
        "99",
    )
    openssl(folder, "req", *new_key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Horodatage")
    (folder / "ext.cnf").write_text(EXTENSIONS)
    openssl(
        folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
        "-out", "tsa.pem", "-days", "99", "-extfile", "ext.cnf",
    )  # fmt: skip
    (folder / "tsa.cnf").write_text(CONFIGURATION)
    (folder / "serial").write_text("01\n")
    return folder


@pytest.fixture
def server(authority, settings):
    """`answers`: what it sends; None: a true stamp."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.kinds.append(self.headers["Content-Type"])
            (authority / "asked.tsq").write_bytes(asked)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.server.answer or self.stamp())

        def stamp(self):
            openssl(
                authority, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "asked.tsq", "-out", "answer.tsr",
                "-chain", "tsa.pem",
            )  # fmt: skip
            return (authority / "answer.tsr").read_bytes()

        def log_message(self, *_):
            pass

    running = HTTPServer(("127.0.0.1", 0), Handler)
    running.answer, running.kinds = None, []
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    settings.TSA_URL = f"http://127.0.0.1:{running.server_port}/"
    settings.TSA_ROOTS = str(authority / "root.pem")
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def stamps():
    return list(Publication.objects.filter(kind=Kind.STAMP).values_list("checkpoint_id", flat=True))


def test_one_a_day(body, server):
    for hour in range(26):
        new(body)
        keep_checkpoint(NOW + hour * HOUR)
    assert stamps() == [1, 25]
    assert set(server.kinds) == {"application/timestamp-query"}
    token = bytes(Publication.objects.filter(kind=Kind.STAMP).first().token)
    assert abs(stamping.stamped_at(token) - datetime.now(UTC)) < timedelta(minutes=5)


def test_each_hour_when_it_is_asked(body, server, settings):
    settings.TSA_HOURS = 1
    for hour in range(3):
        new(body)
        keep_checkpoint(NOW + hour * HOUR)
    keep_checkpoint(NOW + 9 * HOUR)
    assert stamps() == [1, 2, 3]


def test_the_proof_carries_it_and_openssl_believes_it(body, server, authority, tmp_path):
    record = new(body)
    keep_checkpoint(NOW)
    with scope(body):
        content = prove(TYPE, record.id, "Commune", NOW).content
    (tmp_path / "preuve.zip").write_bytes(content)
    told = verifier.check(str(tmp_path / "preuve.zip"))
    assert any(line.startswith(f"Horodatage par un tiers du {datetime.now(UTC):%Y%m%d}") for line in told)
    with zipfile.ZipFile(tmp_path / "preuve.zip") as archived:
        archived.extractall(tmp_path)
    said = openssl(
        tmp_path, "ts", "-verify", "-in", "horodatage.tsr", "-data", "points/00000001.txt",
        "-CAfile", str(authority / "root.pem"), "-untrusted", "horodatage-certificats.pem",
    )  # fmt: skip
    assert b"Verification: OK" in said.stdout


def test_checkpoints_lead_to_the_stamped_one(body, server, tmp_path):
    new(body)
    keep_checkpoint(NOW)
    record = new(body)
    keep_checkpoint(NOW + HOUR)
    for hour in (2, 24):
        new(body)
        keep_checkpoint(NOW + hour * HOUR)
    with scope(body):
        content = prove(TYPE, record.id, "Commune", NOW).content
    (tmp_path / "preuve.zip").write_bytes(content)
    told = [line for line in verifier.check(str(tmp_path / "preuve.zip")) if line.startswith("Point de contrôle")]
    assert [line.split()[3] for line in told] == ["2", "3", "4"]


def test_a_stamp_on_something_else_is_refused(body, server):
    keep_checkpoint(NOW)
    server.answer = bytes(Publication.objects.get(kind=Kind.STAMP).token)
    new(body)
    with pytest.raises(StampError, match="ne tient pas"):
        keep_checkpoint(NOW + 30 * HOUR)
    assert (stamps(), archive.numbers()) == ([1], [1, 2])
    server.answer = None
    keep_checkpoint(NOW + 31 * HOUR)
    assert stamps() == [1, 2]


@pytest.mark.parametrize("answer", [b"x", b"0\x03\x02\x01\x00", b"<html>", b"0" * 300])
def test_what_is_no_stamp_is_refused(body, server, answer):
    server.answer = answer
    with pytest.raises(StampError, match="ne tient pas"):
        keep_checkpoint(NOW)
    assert Checkpoint.objects.count() == 1


def test_another_authority_is_not_believed(body, server, authority, settings, tmp_path):
    openssl(
        tmp_path, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", "k", "-out", "other.pem", "-subj", "/CN=Autre",
    )  # fmt: skip
    settings.TSA_ROOTS = str(tmp_path / "other.pem")
    with pytest.raises(StampError, match="ne tient pas"):
        keep_checkpoint(NOW)
    settings.TSA_ROOTS = str(tmp_path / "nothing.pem")
    with pytest.raises(StampError, match="EGIDE_TSA_ROOTS"):
        publishing.stamp_last(NOW)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "ftp://x/", "file:///etc/passwd"])
def test_no_server(body, settings, url):
    settings.TSA_URL = url
    with pytest.raises(StampError, match=r"EGIDE_TSA_URL|ne répond pas"):
        keep_checkpoint(NOW)
    assert archive.numbers() == [1]
