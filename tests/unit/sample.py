"""A small agreement with every kind of block and inline, any text of which a test can replace."""

from __future__ import annotations

from modelpact.agreement import (
    Agreement,
    Annex,
    Band,
    Bar,
    Clause,
    Definition,
    Emphasis,
    Line,
    Link,
    Paragraph,
    Part,
    Reference,
    Schedule,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    Term,
    Text,
    Timeline,
)

ADDRESS = "https://example.org/gpt-2?page=1&size=774M"
BENIGN = "Cornell University"


def agreement(value: str = BENIGN, *, title: str = BENIGN) -> Agreement:
    """The sample, with ``value`` in every text that may come from a spec and ``title`` in the form's own."""
    return Agreement(
        title=title,
        subject=Text(value, ("title",)),
        reference="gpt-2-sample",
        parties=(Text("OpenAI", ("parties", 0, "name")), Text(value, ("parties", 1, "name"))),
        language="en-US",
        paper="letter",
        status="draft",
        open_points=(("parties", 1, "signatories", 0, "name"),),
        notices=("Draft. Not for signature.", title),
        cover=(_cover(value, title),),
        parts=(Part("A", title, (_definitions(value), _publication(value, title))),),
        schedules=(_schedule(value, title),),
        signing=(_paragraph("By signing, each party agrees to this agreement."),),
        signatures=_signatures(value),
        obligations=(),
        closing=(_paragraph("This document is not legal advice."), _paragraph("Form 1.0.0, CC0-1.0.")),
        form_version="1.0.0",
        spec={"modelpact": 1, "id": "gpt-2-sample"},
        spec_hash="ab" * 32,
        form_hash="cd" * 32,
        annexes=(_annex(value, title),),
    )


def _annex(value: str, title: str) -> Annex:
    """A day, drawn and in a table. A longer name would take a further line of the picture: it stays."""
    cited, day = (Reference("publication", "2"),), "2030-05-01"
    picture = Timeline((Band(title, (Bar(_line("Due"), "day", day, day, references=cited),)),))
    rows = tuple((name, _line("May 1, 2030")) for name in (_line("Due"), (Text(value, ("title",)),)))
    table = Table((_line("What"), _line("Until")), rows, title, row_headers=True)
    return Annex("timeline", title, (_paragraph("This report informs."), table), picture)


def _cover(value: str, title: str) -> Table:
    rows = (
        (_line("Recipient"), (Text(value),)),
        (_line("Model"), (Text("GPT-2 "), Text(value), Text(" of 774M parameters"))),
        (_line("Site"), (Link(ADDRESS, ADDRESS, ("models", 0, "url")),)),
        (_line("Card"), (Link(ADDRESS, value, ("models", 0, "card")),)),
        (_line("Nothing"), ()),
    )
    return Table(header=(_line("Term"), _line("Value")), rows=rows, caption=title, row_headers=True)


def _definitions(value: str) -> Clause:
    meaning: Line = (Strong((Text("Results"),)), Text(" means what "), Text(value), Text(" finds."))
    blocks = (Definition("Results", "term-results", (meaning, (Text(value),))),)
    return _clause("definitions", 1, "Definitions", *blocks)


def _publication(value: str, title: str) -> Clause:
    free: Line = (Text(value), Text(" may publish its "), Term("term-results", "Results"), Text("."))
    review = Reference("publication.review", "clause 2.2")
    styled: Line = (Text("a"), Strong((Text(value),)), Text(value), Emphasis((Text(value),)), Text("b"))
    blocks = (
        Paragraph((free, (Text(value),), (Text("See "), review, Text(value), review)), 1, "2.1", "free"),
        Paragraph(((Text(value),),), 1, "2.2", "review", "publication.review"),
        Paragraph(((Text("a first point"),),), 2, "(a)"),
        Paragraph(((Text(value),),), 2, "(b)", "", "publication.second"),
        Paragraph(((Text("a finer point"),),), 3, "(i)"),
        Paragraph((styled, (Strong((Text(value), Emphasis((Text(value),)))),)), 0),
        Paragraph(((Text(value),), (Text(value), Text(" at the end."))), 0),
    )
    return _clause("publication", 2, title, *blocks)


def _schedule(value: str, title: str) -> Schedule:
    table = Table(header=((), _line("B"), (Text(value),)), rows=(((Text(value),), _line("x"), _line("y")),))
    return Schedule("model-sheet", "A", title, (_paragraph("The model is this."), table))


def _signatures(value: str) -> tuple[SignatureBlock, ...]:
    known = Signatory(Text("Alec Example"), Text("Director"))
    unknown = Signatory(Text(value, ("parties", 1, "signatories", 0, "name")), Text(value))
    return (
        SignatureBlock(Text("OpenAI"), (known,)),
        SignatureBlock(Text(value), (unknown, known), (Signatory(Text(value), Text("Research lead")),)),
    )


def _clause(name: str, number: int, title: str, *blocks: Paragraph | Definition | Table) -> Clause:
    return Clause(name, number, title, blocks, "right", ("recipient",), ("public",), False, ())


def _paragraph(text: str) -> Paragraph:
    return Paragraph((_line(text),))


def _line(text: str) -> Line:
    return (Text(text),)
