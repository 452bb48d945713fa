"""Cell addresses as spreadsheets write them (B12), from and to row and column indices that start at 0."""

import re

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII | re.IGNORECASE)


def column_letters(column: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """A → 0, AA → 26. Letters only, of either case."""
    column = 0
    for letter in letters.upper():
        column = 26 * column + ord(letter) - 64
    return column - 1


def address(row: int, column: int) -> str:
    """(11, 1) → B12."""
    return f"{column_letters(column)}{row + 1}"


def parse_address(text: str) -> tuple[int, int]:
    """B12 → (11, 1). Raises ValueError (in French) on anything else."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise ValueError(f"adresse de cellule illisible : « {text} » (attendu : B12)")
    return int(found[2]) - 1, column_index(found[1])
