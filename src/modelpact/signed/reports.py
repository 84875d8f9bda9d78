"""What was found out about a PDF, for people in lines and for programs as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from modelpact.signed import certificates
from modelpact.signed.changes import Change
from modelpact.signed.verification import Compared, Covered, Proof, Verification

VERSION = 1
_MOST_LISTED = 20
_MOST_RUNS = 5


def lines(name: str, found: Verification, spec: str = "") -> Iterator[str]:
    """The report in lines; ``spec`` is what to call the spec that the file was compared with."""
    makes = f"what {spec or 'its spec'} makes"
    yield f"{name}: {_verdict(found, makes)}"
    yield from _indented(_grounds(found, makes))
    if not spec:
        yield f"  {_ITS_OWN}"
    for covered in found.signatures:
        yield f"{_called(covered)} {_coverage(covered, found)}"
        yield from _indented(_about(covered, found))
    if not found.signatures:
        yield "no signatures"


_ITS_OWN = (
    "compared with the spec inside it, which its maker chose: whether that is the one agreed, only your own "
    "copy shows, named as SPEC"
)


def _indented(texts: Iterator[str]) -> Iterator[str]:
    return (f"  {text}" for text in texts)


_BUT_SIGNATURES = ", save what signatures draw beside it, told below"


def _verdict(found: Verification, makes: str) -> str:
    if found.compared.proof is Proof.IDENTICAL:
        return f"proved: byte for byte {makes}"
    if found.is_proved:
        drawn = any(covered.drawn for covered in found.signatures)
        return f"proved: every page shows {makes}, and nothing else{_BUT_SIGNATURES if drawn else ''}"
    count = len(_findings(found))
    if count:
        return f"NOT proved: {_things(count)} not {makes}"
    if found.other_versions():
        return (
            "NOT proved: what made it is not in use here, so only its words were compared; they are the same"
        )
    return "NOT proved: its bytes are others, as if another program had saved it anew; nothing in it differs"


def _findings(found: Verification) -> list[str]:
    """Everything that speaks against the file, each in a line."""
    damage = [f"the file is damaged: {each}" for each in found.damage]
    return [*_differing(found.compared), *found.covering, *damage]


def _differing(compared: Compared) -> list[str]:
    """What is not what the spec makes: words first, then the rest, pages last."""
    words = [
        f"page {each.page}, {each.where}: {_quoted(each.shown)}; the spec makes {_quoted(each.made)}"
        for each in compared.words
    ]
    return [*words, *_told(compared.harm())]


def _told(changes: Iterable[Change]) -> list[str]:
    """Each change in a line, one that many pages share only once."""
    pages: dict[str, list[int]] = {}
    for change in changes:
        pages.setdefault(change.what, []).append(change.page)
    told = [f"{_ranges(numbers)}{what}" for what, numbers in pages.items()]
    return sorted(told, key=lambda each: each.startswith("page"))


def _ranges(numbers: list[int]) -> str:
    """``page 7: ``, ``pages 1 to 3 and 7: ``; nothing for what is on no page."""
    if not numbers[0]:
        return ""
    breaks = [0, *(at for at in range(1, len(numbers)) if numbers[at] != numbers[at - 1] + 1), len(numbers)]
    runs = [(numbers[start], numbers[end - 1]) for start, end in pairwise(breaks)]
    told = [_run(first, last) for first, last in runs[:_MOST_RUNS]]
    more = [f"{len(runs) - _MOST_RUNS} more"] if len(runs) > _MOST_RUNS else []
    return f"page{'' if len(numbers) == 1 else 's'} {_joined([*told, *more])}: "


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} {'to' if last - first > 1 else 'and'} {last}"


def _things(count: int) -> str:
    return f"{count:,} {'thing is' if count == 1 else 'things are'}"


def _quoted(text: str) -> str:
    return f"“{text}”" if text else "nothing"


def _grounds(found: Verification, makes: str) -> Iterator[str]:
    yield from _listed(_findings(found))
    compared, contents = found.compared, found.contents
    if compared.proof is Proof.CONTINUED:
        later = (
            _joined(_told(change for change in compared.changes if change.harmless)) or "nothing to be seen"
        )
        yield f"its first {found.same:,} bytes are {makes}, byte for byte"
        yield f"the {found.size - found.same:,} bytes after them add: {later}"
    yield f"compared: {_what(found)}"
    others = found.other_versions()
    yield f"rendered again with {_maker(found)}"
    if others and not found.there.versions:
        yield "it does not say what it was made with"
    elif others:
        told = (f"{name} {there or 'unnamed'} (here {here})" for name, there, here in others)
        yield f"it says that it was made with {_joined(told)}"
    if found.compared.proof is not Proof.DIFFERENT:
        files = _joined(contents.attachments)
        yield f"it has {contents.pages:,} pages, {contents.clauses:,} clauses, and inside {files}"


def _what(found: Verification) -> str:
    if found.compared.proof is Proof.IDENTICAL:
        return "all bytes"
    if found.compared.proof is Proof.CONTINUED:
        return f"all bytes of the render; then {_PARTS}, with what was saved later"
    words = f"the words of all {found.contents.sections:,} sections as programs find them"
    if found.other_versions():
        return f"{words}; the spec inside; fields, notes and actions; not how pages look"
    return f"{words}; {_PARTS}"


_PARTS = "every page, font, file, field and other part"


def _maker(found: Verification) -> str:
    versions = (f"{name} {version}" for name, version in found.here.versions.items())
    return f"{_joined(versions)}, form {found.here.form}"


def _listed(texts: Sequence[str]) -> Iterator[str]:
    yield from texts[:_MOST_LISTED]
    if len(texts) > _MOST_LISTED:
        yield f"and {len(texts) - _MOST_LISTED:,} more"


def _joined(texts: Iterable[str]) -> str:
    *most, last = [*texts] or [""]
    return f"{', '.join(most)} and {last}" if most else last


# --- signatures


def _called(covered: Covered) -> str:
    kind = "time stamp" if covered.signature.is_time_stamp else "signature"
    return f"{kind} “{covered.signature.field}”"


def _coverage(covered: Covered, found: Verification) -> str:
    contents = found.contents
    if covered.compared is None:
        return f"does not cover the file: {covered.signature.problem}"
    if covered.compared.is_as_made:
        has = f"{contents.pages:,} pages, all words of {contents.clauses:,} clauses and of all else"
        return f"covers all that the spec makes: {has}, {len(contents.attachments)} files inside"
    count = len(_differing(covered.compared))
    if not count:
        return "covers a file with the same words, which is not byte for byte what the spec makes"
    return f"covers a file in which {_things(count)} not what the spec makes"


def _about(covered: Covered, found: Verification) -> Iterator[str]:
    if covered.compared is not None:
        if covered.compared is not found.compared:
            yield from (f"when it was made: {each}" for each in _listed(_differing(covered.compared)))
        yield _after(covered, found)
    if covered.drawn:
        yield f"drawn {covered.drawn}"
    yield from _certainty(covered)


def _after(covered: Covered, found: Verification) -> str:
    if not covered.after:
        return "nothing was saved after it"
    assert covered.compared is not None
    known = {change.what for change in covered.compared.changes}
    later = _told(change for change in found.compared.changes if change.what not in known)
    added = f"they add or change: {_joined(later)}" if later else "they add nothing that is shown"
    return f"{covered.after:,} bytes were saved after it; {added}"


def _certainty(covered: Covered) -> Iterator[str]:
    """What was checked of the signature itself, and what was not."""
    if covered.signature.time:
        yield f"says that it was made on {covered.signature.time}"
    checked = covered.checked
    if checked is None:
        if not certificates.available():
            yield f"not checked: whether it is genuine; for that, pip install '{certificates.EXTRA}'"
        elif covered.is_unreadable:
            yield "BROKEN: it cannot be read, so nobody can say whose it is"
        return
    if not checked.intact:
        yield "BROKEN: the bytes that it covers are not those that were signed"
    elif not checked.valid:
        yield "BROKEN: it was not made with the key of its certificate"
    else:
        yield f"holds: these bytes were signed with the key of “{checked.signer}”"
    yield _whose(checked)


def _whose(checked: certificates.Checked) -> str:
    if checked.trusted is None:
        return "not checked: whose key that is (--trust FILE names certificates of those whose word you take)"
    if checked.trusted:
        return (
            "a certificate that you trust vouches for that name; whether it was revoked since is not checked"
        )
    return "NO certificate that you trust vouches for that name"


# --- for programs


def data(name: str, found: Verification) -> dict[str, Any]:
    """The report as JSON has it."""
    return {
        "modelpact_verification": VERSION,
        "file": name,
        "proved": found.is_proved,
        "clean": found.is_clean,
        **_compared(found.compared),
        "covering": list(found.covering),
        "damage": list(found.damage),
        "bytes": {"file": found.size, "as_rendered": found.same},
        "contents": {
            "pages": found.contents.pages,
            "clauses": found.contents.clauses,
            "attachments": list(found.contents.attachments),
        },
        "made_with": {"here": _with(found.here), "there": _with(found.there)},
        "signatures": [_signature(covered) for covered in found.signatures],
    }


def _compared(compared: Compared) -> dict[str, Any]:
    return {
        "proof": str(compared.proof),
        "words": [each._asdict() for each in compared.words],
        "changes": [each._asdict() for each in compared.changes],
    }


def _with(maker: Any) -> dict[str, Any]:
    return {"versions": dict(maker.versions), "form": maker.form}


def _signature(covered: Covered) -> dict[str, Any]:
    checked = covered.checked
    return {
        "field": covered.signature.field,
        "time_stamp": covered.signature.is_time_stamp,
        "problem": covered.signature.problem,
        "covers_bytes": covered.signature.end,
        "covers": _compared(covered.compared) if covered.compared else None,
        "covers_all_that_the_spec_makes": covered.compared is not None and covered.compared.is_as_made,
        "bytes_after": covered.after,
        "unreadable": covered.is_unreadable,
        "says_made": covered.signature.time,
        "drawn": covered.drawn,
        "checked": None
        if checked is None
        else {
            "intact": checked.intact,
            "valid": checked.valid,
            "trusted": checked.trusted,
            "signer": checked.signer,
            "stamped": checked.time,
            "revocation": "not checked",
        },
    }
