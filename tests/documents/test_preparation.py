from dataclasses import replace

from egide.documents.document import Note, Paragraph, Run, plain, runs
from egide.documents.preparation import breakable, prepare, with_attachments_named


def test_typography_reaches_every_text_but_code(every_block):
    code = Paragraph(runs("a: b ", Run("a: b", code=True)))
    ready = prepare(replace(every_block, blocks=(*every_block.blocks, code)), "screen")
    assert ready.title == "Registre d’essai\u00a0: 2026"
    assert ready.running_header == ready.title
    assert plain(ready.blocks[5].rows[0][2]) == "7\u202f000\u202f€"
    assert [run.text for run in ready.blocks[-1].runs] == ["a\u00a0: b ", "a: b"]


def test_other_languages_keep_their_own_typography(every_block):
    assert prepare(replace(every_block, language="en-GB"), "screen").title == "Registre d'essai : 2026"


def test_replaced_characters_are_told_once_for_the_whole_document(every_block):
    strange = replace(every_block, title="Titre 😀", blocks=(Paragraph(runs("😀 中")),))
    assert len(prepare(strange, "screen").blocks) == 1
    note = prepare(strange, "font").blocks[-1]
    assert isinstance(note, Note)
    assert "3 caractères" in plain(note.runs)
    assert "U+1F600 (2 fois), U+4E2D" in plain(note.runs)


def test_long_tokens_can_break_and_keep_their_letters():
    for text in ("x" * 500, "https://exemple.fr/a/b/c/d/e/f/g?h=i&j=k", "UN_IDENTIFIANT_ASSEZ_LONG"):
        broken = breakable(text)
        assert broken.replace("\u200b", "") == text
        assert max(map(len, broken.split("\u200b"))) <= 30


def test_ordinary_words_are_not_broken():
    assert breakable("anticonstitutionnellement parlant") == "anticonstitutionnellement parlant"


def test_attachments_that_a_format_leaves_out_are_named(every_block):
    last = with_attachments_named(every_block).blocks[-1]
    assert "registre.json (Le registre), sceau.bin (Le sceau)" in plain(last.runs)
    bare = replace(every_block, attachments=())
    assert with_attachments_named(bare) is bare
