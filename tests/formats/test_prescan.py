import struct
import zipfile

import pytest

from egide.formats.errors import Unreadable
from egide.formats.grids.limits import Limits
from egide.formats.grids.prescan import prescan
from egide.formats.grids.workbooks import read_workbook
from tests.formats.files import ods, ods_cell, ods_row, ods_table, text_cell, xlsx, zipped

FEW = Limits(members=10, unpacked_bytes=50_000_000)
ROW = f"<row>{text_cell('A1', 'Paie')}</row>"


def refusal(path, limits=FEW):
    with pytest.raises(Unreadable) as refused:
        prescan(path, limits)
    return refused.value.message


def test_an_ordinary_file_passes(tmp_path):
    assert prescan(ods(tmp_path / "a.ods", ods_table(ods_row(ods_cell("Paie")))), Limits()) == ()


def test_a_sheet_that_repeats_itself_is_no_bomb(tmp_path):
    cells = "".join(f'<c r="{letter}1" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJKLMNOPQRST")
    path = xlsx(tmp_path / "a.xlsx", f"<row r='1'>{cells}</row>" * 10_000)
    assert path.stat().st_size * 100 < 6_000_000
    assert prescan(path, Limits()) == ()


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({f"{number}": "" for number in range(11)}, "contient 11 éléments\u202f; la limite est de 10"),
        ({"bomb.bin": bytes(25_000_000)}, "anormalement compressé"),
        (dict.fromkeys("abcd", bytes(15_000_000)), "50\u00a0Mo"),
        ({"a/../../b": ""}, "sort du fichier"),
        ({"/etc/passwd": ""}, "sort du fichier"),
        ({"..\\b": ""}, "sort du fichier"),
        ({"C:\\b": ""}, "sort du fichier"),
        ({"content.xml": "", "Content.xml": ""}, "du même nom"),
        ({"a.xml": "<?xml version='1.0'?>\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"}, "DOCTYPE"),
        ({"a.xml": "<a>" + " " * 1_048_570 + "<!ENTITY b 'c'></a>"}, "DOCTYPE"),
        ({"hidden": b"\xff\xfe" + "<!DOCTYPE a><a/>".encode("utf-16-le")}, None),
        ({"a.xml": "<!DOCTYPE a><a/>".encode("utf-16")}, "DOCTYPE"),
        ({"a.bin": " <!DOCTYPE a><a/>"}, "DOCTYPE"),
    ],
)
def test_traps_are_refused(tmp_path, members, words):
    path = zipped(tmp_path / "a.zip", members)
    if words is None:
        assert prescan(path, FEW) == ()  # no XML by its name nor by its first byte: nobody parses it
    else:
        assert words in refusal(path)


def test_members_of_the_same_name_are_refused(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", "2")
    assert "du même nom" in refusal(path)


def test_other_compressions_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", "1")
    assert "compression" in refusal(tmp_path / "a.zip")


def patched(path, offset_from_signature, value, signature=b"PK\x01\x02"):
    data = bytearray(path.read_bytes())
    place = data.index(signature) + offset_from_signature
    data[place : place + len(value)] = value
    path.write_bytes(data)
    return path


def test_an_encrypted_member_is_told(tmp_path):
    path = patched(zipped(tmp_path / "a.zip", {"a": "1"}), 8, b"\x01\x00")
    assert "mot de passe" in refusal(path)


def test_a_size_declared_too_small_does_not_help(tmp_path):
    path = patched(zipped(tmp_path / "a.zip", {"a": bytes(10_000_000)}), 24, struct.pack("<I", 100))
    assert "abîmé ou incomplet" in refusal(path)


def test_a_size_declared_too_big_is_enough(tmp_path):
    path = patched(zipped(tmp_path / "a.zip", {"a": "1"}), 24, struct.pack("<I", 1 << 31))
    assert "la limite de 50\u00a0Mo" in refusal(path)


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file_is_told(tmp_path, cut):
    path = xlsx(tmp_path / "a.xlsx", ROW)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * cut)])
    with pytest.raises(Unreadable, match="abîmé ou incomplet"):
        read_workbook(path, Limits())


def test_a_corrupted_member_is_told(tmp_path):
    path = ods(tmp_path / "a.ods", ods_table(ods_row(ods_cell("Paie" * 100))))
    data = bytearray(path.read_bytes())
    place = data.index(b"content.xml") + 60
    data[place : place + 20] = bytes(20)
    path.write_bytes(data)
    with pytest.raises(Unreadable, match="abîmé ou incomplet"):
        read_workbook(path, Limits())
