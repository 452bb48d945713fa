"""Weakens each lock of the application in turn and demands that a test goes red: `make sabotage`.

The mutants are generated from the code, by the families that `weakening` names; each runs in a copy of the tree,
against the tests of its room (`rooms`). The tests must be green first; it exits 1 unless each mutant is caught.
`python -m tools.sabotage [--list] [--every N] [WORD …]`.
"""
