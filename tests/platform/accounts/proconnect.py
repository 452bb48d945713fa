"""A false ProConnect: the four doors of an OpenID provider, whose every answer a test can make wrong."""

import base64
import hashlib
import hmac
import itertools
import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from egide.oidc import OidcSettings
from egide.platform.accounts.oidc.errors import RefusedError
from egide.platform.accounts.oidc.transport import Answer

ISSUER = "https://proconnect.example/api/v2"
CLIENT, SECRET = "egide-62", "a secret that is long enough for HS256"
OURS = OidcSettings(ISSUER, CLIENT, SECRET)
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
PERSON = {
    "sub": "a-subject-of-proconnect",
    "email": "lea@mairie.fr",
    "given_name": "Léa",
    "usual_name": "Martin",
    "siret": "21620001000017",
}


def clock():
    """The true one, by which tokens are judged, whatever the clock of the tests."""
    return int(datetime.now(UTC).timestamp())


def published(key, kid):
    """As a JWKS says it."""
    algorithm = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
    return {**json.loads(algorithm.to_jwk(key.public_key())), "kid": kid, "use": "sig"}


def pem():
    """The public key, as someone would use it for a secret."""
    return RSA_KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signed_by_hand(claims, header, secret=b""):
    """A token that no library would make."""

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    body = part(header) + b"." + part(claims)
    mac = hmac.new(secret, body, hashlib.sha256).digest() if secret else b""
    return (body + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


class FakeProConnect:
    """`id_claims`, `info_claims`: what differs from the truth. `sign`, `sign_info`: how a token is made."""

    def __init__(self):
        self.person, self.amr = dict(PERSON), ["pwd"]
        self.id_claims, self.info_claims = {}, {}
        self.key, self.kid, self.algorithm = RSA_KEY, "k1", "RS256"
        self.keys = [published(RSA_KEY, "k1")]
        self.sign = self.sign_info = self._sign
        self.info_type = "application/jwt"
        self.metadata = {}
        self.codes, self.asked, self.down = {}, [], False
        self.numbers = itertools.count()

    def authorize(self, url, **wrong):
        """What the person is sent back with, for the address that our button led to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.query = query
        code = f"code-{next(self.numbers)}"
        self.codes[code] = query
        return {"code": code, "state": query["state"], **wrong}

    def send(self, url, *, form=None, token=""):
        """In place of the network."""
        self.asked.append(url)
        if self.down:
            raise RefusedError("unreachable")
        door = url.removeprefix(ISSUER)
        if door == "/.well-known/openid-configuration":
            return self._json(self._metadata())
        if door == "/jwks":
            return self._json({"keys": self.keys})
        if door == "/token":
            return self._token(form)
        if door == "/userinfo" and token == "access":
            return Answer(200, self.info_type, self.sign_info(self._info()).encode())
        return Answer(404, "text/plain", b"")

    def _metadata(self):
        doors = {"authorization": "authorize", "token": "token", "userinfo": "userinfo", "end_session": "logout"}
        told = {f"{name}_endpoint": f"{ISSUER}/{path}" for name, path in doors.items()}
        return {"issuer": ISSUER, "jwks_uri": f"{ISSUER}/jwks", **told, **self.metadata}

    def _token(self, form):
        query = self.codes.pop(form["code"], None)  # a code serves once
        if query is None or form["redirect_uri"] != query["redirect_uri"] or form["client_secret"] != SECRET:
            return Answer(400, "application/json", b'{"error":"invalid_grant"}')
        now = clock()
        told = {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": self.person["sub"],
            "iat": now,
            "exp": now + 60,
            "nonce": query["nonce"],
            "amr": self.amr,
            **self.id_claims,
        }
        id_token = self.sign({name: value for name, value in told.items() if value is not None})
        return self._json({"id_token": id_token, "access_token": "access", "token_type": "Bearer"})

    def _info(self):
        now = clock()
        return {**self.person, "iss": ISSUER, "aud": CLIENT, "iat": now, "exp": now + 60, **self.info_claims}

    def _sign(self, claims):
        return jwt.encode(claims, self.key, algorithm=self.algorithm, headers={"kid": self.kid})

    @staticmethod
    def _json(told):
        return Answer(200, "application/json", json.dumps(told).encode())
