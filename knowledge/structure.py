"""From the paragraphs of a paper to its header and the passages that are searched and quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge import papers
from knowledge.documents import ReadDocument
from knowledge.headers import head_length, read_header
from knowledge.sections import Part, outline
from storage.papers import BODY, HEADER, RECIPIENTS, SIGNATURE, StoredDocument, StoredPassage

_BLOCK, _LONGEST_BLOCK, _PIECE = 550, 1400, 400
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+")
_TAIL = 40


@dataclass(frozen=True, slots=True)
class _Item:
    part: Part
    role: str


def structured(read: ReadDocument, document_id: int | None = None) -> StoredDocument:
    """The document as storage keeps it."""
    head = head_length(read.paragraphs)
    parts = [*outline(read.paragraphs[:head]), *outline(read.paragraphs[head:])]
    items = list(_with_roles(parts, head))
    passages = tuple(passage for block in _blocks(items) for passage in _pieces(block))
    return StoredDocument(document_id, read.file, read_header(read.paragraphs), passages)


def _with_roles(parts: Sequence[Part], head: int) -> Iterator[_Item]:
    role = HEADER if head else BODY
    for i, part in enumerate(parts):
        first = papers.bare(part.text)
        at_end = i >= max(head, len(parts) - _TAIL)
        if role == HEADER and i >= head:
            role = BODY
        elif at_end and first.startswith(papers.RECIPIENTS):
            role = RECIPIENTS
        elif at_end and (first.startswith(papers.SIGNATURES) or _is_post(part.text, role)):
            role = SIGNATURE
        closes = role == BODY and at_end and first.startswith(papers.CLOSING) and not part.is_heading
        yield _Item(Part(part.text, "", (), False) if closes else part, role)


def _is_post(text: str, role: str) -> bool:
    """Whether a line is a signer's post by itself, as in a signature without "on behalf of"."""
    return role == RECIPIENTS and papers.is_capitals(text) and papers.bare(text).startswith(papers.SIGNERS)


def _blocks(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Neighbours that belong together and are short enough to be quoted as one."""
    block: list[_Item] = []
    for item in items:
        if block and not _joins(block, item):
            yield block
            block = []
        block.append(item)
    if block:
        yield block


def _joins(block: Sequence[_Item], item: _Item) -> bool:
    last = block[-1]
    if item.role != BODY or last.role != BODY:
        return item.role == last.role
    length = sum(len(one.part.text) + 1 for one in block) + len(item.part.text)
    if all(one.part.is_heading for one in block):
        return length <= _LONGEST_BLOCK
    nested = item.part.headings[: len(block[0].part.headings)] == block[0].part.headings
    return length <= _BLOCK and nested and not item.part.is_heading


def _pieces(block: Sequence[_Item]) -> Iterator[StoredPassage]:
    whole = "\n".join(item.part.text for item in block)
    if block[0].role != BODY:
        whole = whole[:_LONGEST_BLOCK]
        yield StoredPassage("", "", whole, whole, block[0].role)
        return
    for item in block:
        part = item.part
        for stretch in _stretches(part.text, _LONGEST_BLOCK if len(whole) <= _LONGEST_BLOCK else _BLOCK):
            quoted = whole if len(whole) <= _LONGEST_BLOCK else stretch
            for piece in _stretches(stretch, _PIECE):
                yield StoredPassage(part.section, " / ".join(part.headings), piece, quoted)


def _stretches(text: str, longest: int) -> list[str]:
    """The text cut between sentences into stretches of about `longest` characters; one sentence is never cut
    unless it is longer than a quotation may be."""
    if len(text) <= longest:
        return [text]
    stretches: list[str] = []
    for sentence in sentences(text):
        for cut in _hard_cuts(sentence):
            if stretches and len(stretches[-1]) + len(cut) < longest:
                stretches[-1] += " " + cut
            else:
                stretches.append(cut)
    return stretches


def sentences(text: str) -> list[str]:
    """The sentences of a text, and the members of its enumerations."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text) if _ends_there(text, found.end())]
    cuts = [0, *ends, len(text)]
    return [piece for a, b in pairwise(cuts) if (piece := text[a:b].strip())]


def _ends_there(text: str, end: int) -> bool:
    return text[:end].rstrip()[-1:] in ";:" or not text[end : end + 1].islower()


def _hard_cuts(sentence: str) -> list[str]:
    cuts = []
    while len(sentence) > _LONGEST_BLOCK:
        at = sentence.rfind(" ", 0, _LONGEST_BLOCK)
        at = at if at > 0 else _LONGEST_BLOCK
        cuts.append(sentence[:at])
        sentence = sentence[at:].lstrip()
    return [*cuts, sentence]
