"""The tree is that of RFC 9162, written here as the RFC words it; paths lead to its root, and nothing else does."""

import os
from hashlib import sha256

import pytest

from egide.platform.proofs.merkle import EMPTY, Tree, climb, leaf, node


def reference(leaves):
    """RFC 9162, 2.1.1: split at the largest power of two smaller than n."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + reference(leaves[:k]) + reference(leaves[k:])).digest()


LEAVES = [leaf(bytes([n]) * 16, n, bytes([n]) * 32) for n in range(70)]


@pytest.mark.parametrize("count", range(70))
def test_the_root_is_that_of_the_rfc(count):
    assert Tree(LEAVES[:count]).root == reference(LEAVES[:count])


def test_nothing_has_a_root_too():
    assert Tree([]).root == EMPTY == sha256().digest()


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 33, 70])
def test_each_leaf_climbs_to_the_root(count):
    tree = Tree(LEAVES[:count])
    for place in range(count):
        assert climb(LEAVES[place], place, count, tree.path(place)) == tree.root


@pytest.mark.parametrize("count", [2, 3, 7, 33])
def test_another_leaf_place_or_path_does_not(count):
    tree = Tree(LEAVES[:count])
    for place in range(count):
        path = tree.path(place)
        assert climb(LEAVES[69], place, count, path) != tree.root
        swapped = [os.urandom(32), *path[1:]]
        assert climb(LEAVES[place], place, count, swapped) != tree.root
        with pytest.raises(ValueError, match="path too long"):
            climb(LEAVES[place], place, count, [*path, bytes(32)])
        with pytest.raises(ValueError, match="path too short"):
            climb(LEAVES[place], place, count, path[:-1])


@pytest.mark.parametrize("count", [1, 2, 5, 8, 13, 64])
def test_replacing_leaves_gives_the_tree_made_anew(count):
    tree = Tree(LEAVES[:count])
    for places in ([0], [count - 1], range(0, count, 3), range(count)):
        fresh = {place: os.urandom(32) for place in places}
        tree.put(fresh)
        now = [tree._levels[0][place] for place in range(count)]
        assert all(now[place] == digest for place, digest in fresh.items())
        assert tree.root == reference(now)


def test_a_leaf_is_no_node():
    assert node(bytes(32), bytes(32)) != leaf(bytes(16), 0, bytes(32))
    assert len({leaf(bytes(16), 1, bytes(32)), leaf(bytes(16), 2, bytes(32)), leaf(b"\1" * 16, 1, bytes(32))}) == 3
