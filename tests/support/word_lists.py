"""Word files with automatic lists, as people make them with Word's own buttons."""

from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

Levels = list[tuple[str, str]]
PLAN: Levels = [("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "\uf0b7")]
NESTED: Levels = [("decimal", "%1."), ("decimal", "%1.%2.")]


def with_lists(levels: Levels, *, lists: int = 1) -> Document:
    """An empty document whose lists 71, 72, … all follow the same description."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    described = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{words}"/></w:lvl>'
        for depth, (shape, words) in enumerate(levels)
    )
    numbering.insert(0, _xml(f'<w:abstractNum {{}} w:abstractNumId="70">{described}</w:abstractNum>'))
    for number in range(71, 71 + lists):
        numbering.append(_xml(f'<w:num {{}} w:numId="{number}"><w:abstractNumId w:val="70"/></w:num>'))
    return document


def item(document: Document, depth: int, text: str, number: int = 71) -> Any:
    """A paragraph of a list; its w:p element."""
    element = document.add_paragraph(text)._p
    listed: Any = element.get_or_add_pPr()
    listed = listed.get_or_add_numPr()
    listed.get_or_add_ilvl().val = depth
    listed.get_or_add_numId().val = number
    return element


def begin_anew(document: Document, number: int, start: int = 1) -> None:
    """One list begins with a number of its own."""
    listed = next(each for each in document.part.numbering_part.element.num_lst if each.numId == number)
    listed.append(_xml(f'<w:lvlOverride {{}} w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'))


def added(element: Any, xml: str) -> None:
    """Puts what XML says (with {} where names are declared) at the end of an element."""
    element.append(_xml(xml))


def _xml(text: str) -> Any:
    return parse_xml(text.format(nsdecls("w")))
