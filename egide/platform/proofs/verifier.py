"""Vérifie une preuve d’Égide sans rien d’autre que Python 3.8 ou plus : python3 verifier.py preuve.zip

Avec « --cles FICHIER preuve.zip », les clés doivent être parmi celles de ce fichier, pris auprès de l’installation
et non dans la preuve. Code de sortie : 0 la preuve tient, 1 elle ne tient pas.
"""

import base64
import datetime
import hashlib
import json
import re
import sys
import zipfile
from typing import Any, Dict, List, Optional, Tuple

Point = Tuple[int, int, int, int]
Keys = Dict[Tuple[str, str], bytes]
HEADER = "organization_id seq at record_type record_id version shape full action origin actor_id act erases".split()
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, SQRT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)


class Refused(Exception):
    """What does not hold, in French."""


def need(condition: object, message: str) -> None:
    if not condition:
        raise Refused(message)


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n: int, p: Point) -> Point:
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p, n = add(p, p), n >> 1
    return q


def decode(data: bytes) -> Optional[Point]:
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    x = x if x * x % P == x2 else x * SQRT % P
    if y >= P or x * x % P != x2 or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def encode(p: Point) -> bytes:
    inverse = pow(p[2], P - 2, P)
    x, y = p[0] * inverse % P, p[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE: Any = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) of `message` is by the key `public` (32 bytes)."""
    point, s = decode(public), int.from_bytes(signature[32:], "little")
    if point is None or s >= L or len(signature) != 64:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    return encode(add(times(s, BASE), times(k, minus))) == signature[:32]


def keys_of(text: str) -> Keys:
    """`{(name, number): key}` from lines `name+number+key`."""
    found = {}
    for line in text.split():
        name, number, key = line.split("+", 2)
        raw = base64.b64decode(key, validate=True)
        need(len(raw) == 33 and raw[0] == 1, "une clé n’en est pas une")
        need(sha(name.encode(), b"\n", raw)[:4].hex() == number, "le numéro d’une clé n’est pas le sien")
        found[name, number] = raw[1:]
    return found


def opened(note: str, keys: Keys, what: str) -> Tuple[str, str]:
    """The text of a note that one of the keys signed, and which."""
    text, _, below = note.partition("\n\n")
    for name, signature in re.findall("^— ([^ ]+) ([A-Za-z0-9+/=]+)$", below, re.MULTILINE):
        raw = base64.b64decode(signature, validate=True)
        key = keys.get((name, raw[:4].hex()))
        one_writing = base64.b64encode(raw).decode() == signature
        if key and one_writing and signed(key, f"{text}\n".encode(), raw[4:]):
            return f"{text}\n", f"{name}+{raw[:4].hex()}"
    raise Refused(f"{what} n’est signé par aucune des clés")


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def leaf(row: List[Any]) -> bytes:
    if len(row) == 2:  # erased: its hash alone stays
        return base64.b64decode(row[1], validate=True)
    path, salt, value = row
    name = path.encode()
    return sha(b"leaf\0", base64.b64decode(salt, validate=True), len(name).to_bytes(4, "big"), name, canonical(value))


def root(meta: List[List[Any]], state: List[List[Any]]) -> bytes:
    said, held = b"".join(map(leaf, meta)), b"".join(map(leaf, state))
    return sha(b"root\0", len(said).to_bytes(8, "big"), said, held)


def seal(entry: Dict[str, Any], previous: bytes) -> bytes:
    return sha(b"entry\0", previous, bytes.fromhex(entry["root"]), canonical([entry[name] for name in HEADER]))


def climb(digest: bytes, place: int, count: int, path: List[str]) -> bytes:
    """RFC 9162: from a leaf to the root of a tree of `count` leaves."""
    rest = [bytes.fromhex(each) for each in path]
    while count > 1:
        if place ^ 1 < count:
            need(rest, "le chemin de Merkle est trop court")
            beside = rest.pop(0)
            digest = sha(b"\1", beside, digest) if place & 1 else sha(b"\1", digest, beside)
        place, count = place // 2, (count + 1) // 2
    need(not rest, "le chemin de Merkle est trop long")
    return digest


def files_of(path: str) -> Dict[str, bytes]:
    """Every file of the bundle. The last bytes of the archive are the hash of all those before."""
    with open(path, "rb") as raw:
        data = raw.read()
    need(data[-71:] == b"sha256:" + hashlib.sha256(data[:-71]).hexdigest().encode(), "l’archive a été modifiée")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        need(len(names) == len(set(names)), "l’archive contient deux fois un fichier")
        return {name: archive.read(name) for name in names}


def check(path: str, trusted: Optional[str] = None) -> List[str]:
    """What is proved, as lines in French. Raises Refused."""
    try:
        files = files_of(path)
        keys = keys_of(files["cles.txt"].decode())
        given = keys if trusted is None else keys_of(trusted)
        need(all(given.get(name) == key for name, key in keys.items()), "une clé n’est pas parmi celles données")
        by = manifest(files, keys)
        told, top = journal(files)
        told += points(files, keys, top)
    except Refused:
        raise
    except Exception as error:  # whatever is not written as Égide writes is no proof
        raise Refused(f"ce fichier n’est pas une preuve d’Égide, ou a été abîmé ({error!r})") from error
    which = "parmi celles que vous avez données" if trusted is not None else "à comparer avec celle qu’elle publie"
    return ["La preuve tient.", *told, f"Preuve signée par l’installation, clé {by}, {which}."]


def manifest(files: Dict[str, bytes], keys: Keys) -> str:
    """Every file is as it was when the bundle was made. Returns the key that says so."""
    text, by = opened(files["manifeste.txt"].decode(), keys, "le manifeste")
    listed = {line[66:]: line[:64] for line in text.splitlines()}
    found = {name: sha(content).hex() for name, content in files.items() if name != "manifeste.txt"}
    need(listed == found, "un fichier a été modifié, retiré ou ajouté")
    return by


def journal(files: Dict[str, bytes]) -> Tuple[List[str], Tuple[bytes, int]]:
    """From the values to their seal, from entry to entry, then to the root of all journals and their count."""
    proof, sheet = json.loads(files["preuve.json"].decode()), json.loads(files["fiche.json"].decode())
    entry, meta, state, tree = proof["entry"], proof["meta"], proof["state"], proof["tree"]
    held = {row[0]: canonical(row[2]) for row in state if len(row) == 3}
    shown = {line["path"]: canonical(line["value"]) for line in sheet["values"]}
    need(shown == held and all(row[0][0] == "@" for row in meta), "fiche.json ne dit pas ce qui est scellé")
    need(root(meta, state).hex() == entry["root"], "le contenu ne correspond pas à son sceau")
    last, seq = bytes.fromhex(proof["previous"]), entry["seq"]
    for rank, each in enumerate([entry, *proof["segment"]]):
        need(each["organization_id"] == entry["organization_id"], "une entrée est d’une autre collectivité")
        need(each["seq"] == seq + rank, "une entrée manque")
        last = seal(each, last)
        need(last.hex() == each["hash"], f"l’entrée n° {each['seq']} a été modifiée")
    covered = seq + len(proof["segment"])
    start = sha(b"\0head\0", bytes.fromhex(entry["organization_id"]), covered.to_bytes(8, "big"), last)
    said = {row[0]: row[2] for row in meta if len(row) == 3}
    at = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=entry["at"])
    told = [
        f"Fiche « {said.get('@title', '(effacé)')} », version {entry['version']}.",
        f"Enregistrée le {at:%d/%m/%Y à %H:%M:%S} UTC (horloge du serveur) par {said.get('@actor', '(effacé)')}.",
        f"Entrée n° {seq} du journal, couverte par l’entrée n° {covered}.",
    ]
    return told, (climb(start, tree["place"], tree["count"], tree["path"]), tree["count"])


def points(files: Dict[str, bytes], keys: Keys, top: Tuple[bytes, int]) -> List[str]:
    """The checkpoint that holds the entry, those that follow up to the stamped one, and the stamp."""
    notes = sorted(name for name in files if name.startswith("points/"))
    before, told = b"", []
    for name in notes:
        text, signer = opened(files[name].decode(), keys, name)
        _, number, given, at, bodies, previous, *_ = text.splitlines()
        need(name == f"points/{int(number):08}.txt", f"{name} porte un autre numéro")
        if not before:
            need((base64.b64decode(given), bodies) == (top[0], f"bodies {top[1]}"), f"{name} ne contient pas l’entrée")
        else:
            need(base64.b64decode(previous.split(" ")[1]) == before, f"{name} ne suit pas celui d’avant")
        before = sha(text.encode())
        told.append(f"Point de contrôle {number} du {at[3:22]} UTC, signé par {signer}.")
    return [*told, stamped(files, notes[-1])]


def stamped(files: Dict[str, bytes], note: str) -> str:
    """What the stamp says; its own signature is for `openssl ts` to check."""
    if "horodatage.tsr" not in files:
        return "Aucun horodatage par un tiers : les dates sont celles que dit l’installation."
    answer = files["horodatage.tsr"]
    need(b"\4\x20" + sha(files[note]) in answer, "l’horodatage porte sur un autre texte")
    found = re.search(rb"\x18[\x0f-\x1f](\d{14})", answer)
    date = found.group(1).decode() if found else "date illisible"
    return f"Horodatage par un tiers du {date} UTC ; sa signature reste à vérifier par openssl (voir LISEZMOI.txt)."


def main(arguments: List[str]) -> int:
    trusted = None
    if len(arguments) == 3 and arguments[0] == "--cles":
        with open(arguments[1], encoding="utf-8") as given:
            trusted = given.read()
    elif len(arguments) != 1:
        print(__doc__)
        return 2
    try:
        print("\n".join(check(arguments[-1], trusted)))
    except Refused as refused:
        print(f"La preuve ne tient pas : {refused}.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
