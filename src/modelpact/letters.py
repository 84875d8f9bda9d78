"""A letter and the master agreement that it stands under, as far as the master's files are at hand.

The letter names them. They are read through the reader that also reads house terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from modelpact.diagnostics import Diagnostic, Path, Severity, UserError
from modelpact.extends import extend
from modelpact.kinds import kind
from modelpact.load import Source, load
from modelpact.schema import validate
from modelpact.spec import OWN_TO_LETTERS, Master, Spec, build, merged
from modelpact.standard import FormInUse

_MOST_SIGNED = 100_000_000
"""Bytes of a signed file, scanned pages among them."""

_NOT_HANDED_DOWN: tuple[Path, ...] = (
    *((name,) for name in sorted(OWN_TO_LETTERS - {"privacy"})),
    *(("privacy", name) for name in ("in_training", "in_prompts", "in_weights")),
    *(("access", name) for name in ("per_party", "start", "end")),
    *(("environment",), ("evaluation",), ("release", "stages"), ("term",), ("costs", "fee")),
)
"""What a master says of its own models, parties, dates and money; a letter that is silent on it has none."""


class Reader(Protocol):
    """Reads a file that another one names: the name to print, and the file's first bytes, ``most`` of them.

    Raises UserError where the file is missing or not to be read.
    """

    def __call__(self, name: str, by: str, /, most: int = ...) -> tuple[str, bytes]:
        """The file ``name``, as the file ``by`` calls it."""


def with_master(spec: Spec, read: Reader) -> tuple[Spec, tuple[Diagnostic, ...]]:
    """The letter with what it names of its master, and what stands in the way of reading that."""
    named = spec.source.data["master"]
    found: list[Diagnostic] = []
    above, fingerprint = None, ""
    try:
        if "spec" in named:
            above = _spec(*read(named["spec"], spec.source.name), read, spec.form)
    except UserError as error:
        found.append(_unreadable(spec.source, "spec", str(error)))
    try:
        if "file" in named:
            fingerprint = _fingerprint(*read(named["file"], spec.source.name, _MOST_SIGNED + 1))
    except UserError as error:
        found.append(_unreadable(spec.source, "file", str(error)))
    return replace(spec, master=Master(above, fingerprint)), tuple(found)


def over_master(letter: Spec) -> Spec:
    """The letter with its master's terms wherever it is silent, as both are read together."""
    if letter.master is None or letter.master.spec is None:
        return letter
    return replace(letter, data=merged(_without(letter.master.spec.data, _NOT_HANDED_DOWN), letter.data))


def is_handed_down(path: Path) -> bool:
    """Whether a letter that is silent here leaves the point to its master."""
    return not any(path[: len(kept)] == kept for kept in _NOT_HANDED_DOWN)


def is_about_letter(letter: Spec, paths: tuple[Path, ...]) -> bool:
    """Whether a finding at these places concerns the letter and not its silence, or its master alone.

    Where the master is not at hand, nobody knows what its terms are, so each place must be the letter's own.
    """
    own = [path[0] in OWN_TO_LETTERS or letter.is_written(path) for path in paths]
    at_hand = letter.master is not None and letter.master.spec is not None
    return any(own) if at_hand else all(own)


def _spec(file: str, content: bytes, read: Reader, form: FormInUse) -> Spec:
    """The spec in a file, without its own findings. Raises UserError where it cannot be understood."""
    source, found = load(file, content)
    if source is not None:
        source, more = extend(source, read, {})
        found = (*found, *more)
    errors = [each for each in found if each.severity is Severity.ERROR]
    if source is not None:
        errors += validate(source)
    if source is None or errors:
        first = min(errors, key=Diagnostic.sort_key)
        raise UserError(f"the master's spec has an error at {first.span}: {first.message}")
    return build(source, kind(source.data["kind"]), form=form)


def _fingerprint(file: str, content: bytes) -> str:
    if len(content) > _MOST_SIGNED:
        raise UserError(f"{file} has more than the {_MOST_SIGNED:,} bytes that are read")
    from hashlib import sha256

    return sha256(content).hexdigest()


def _unreadable(source: Source, field: str, message: str) -> Diagnostic:
    path: Path = ("master", field)
    hint = f"leave master.{field} out where the file is not at hand; it is not printed"
    return Diagnostic("master-unreadable", Severity.ERROR, message, source.value_span(path), hint, path)


def _without(data: Mapping[str, Any], paths: tuple[Path, ...], at: Path = ()) -> dict[str, Any]:
    """The data without what stands at these paths."""
    return {
        name: _without(value, paths, (*at, name)) if isinstance(value, Mapping) else value
        for name, value in data.items()
        if (*at, name) not in paths
    }
