"""A mutant: a file in which one lock is weakened, and where such locks are looked for."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Mutant:
    """One lock weakened: what stands from `start` to `end` (line, column) of a file becomes `text`."""

    file: str
    start: tuple[int, int]
    end: tuple[int, int]
    text: str
    what: str
    is_within: bool = True
    """Whether it is in the body of a function, so that a test goes through it each time; or is read once for all."""

    def __str__(self) -> str:
        return f"{self.file}:{self.start[0]} {self.what}"

    def applied(self, source: str) -> str:
        """The file, weakened. Columns are of UTF-8, as `ast` counts them."""
        lines = [line.encode() for line in source.splitlines(keepends=True)]
        (first, at), (last, until) = self.start, self.end
        made = lines[first - 1][:at] + self.text.encode() + lines[last - 1][until:]
        return b"".join([*lines[: first - 1], made, *lines[last:]]).decode()


@dataclass(frozen=True)
class Source:
    """A file, its tree, and above what each node stands."""

    file: str
    tree: ast.Module
    above: dict[ast.AST, ast.AST]

    def of(self, *kinds: type[ast.AST]) -> Iterator[Any]:
        """Its nodes of these kinds."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def function(self, node: ast.AST) -> ast.FunctionDef | None:
        """The function that a node is in."""
        while node in self.above:
            node = self.above[node]
            if isinstance(node, ast.FunctionDef):
                return node
        return None

    @classmethod
    def read(cls, file: str, text: str) -> "Source":
        """The file of this name, that holds this text."""
        tree = ast.parse(text)
        return cls(file, tree, {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)})

    def mutant(self, node: Any, text: str, what: str) -> Mutant:
        """The node, become `text`."""
        function = self.function(node)
        is_within = function is not None and node.lineno >= function.body[0].lineno
        end = (node.end_lineno, node.end_col_offset)
        return Mutant(self.file, (node.lineno, node.col_offset), end, text, what, is_within)
