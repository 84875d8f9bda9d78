"""What a clause template sees of a spec: values that know their source and can become nothing but text.

A value never meets the form's markup. Printed, joined or set aside, it is one private-use character, its
token; the text is parsed with tokens in it, and each token then becomes a node of the tree with its source.
So a value cannot become markup, cannot be taken for a defined term, and is traced wherever it appears.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from unicodedata import normalize

from modelpact.diagnostics import FormError, Path, dotted
from modelpact.fields import TBC, Field
from modelpact.spec import Spec

FIRST_TOKEN = 0xF0000
LAST_TOKEN = 0x10FFFD
TOKEN = re.compile(f"[{chr(FIRST_TOKEN)}-{chr(LAST_TOKEN)}]")
"""One token in a text. The loader refuses these characters in specs, the form in its own files."""


class Printed(NamedTuple):
    """What a token stands for: literal characters, from a path of the spec where they come from one."""

    text: str
    source: Path | None
    format: str = ""
    """``email`` or ``uri`` where the field is one."""


class Prose(NamedTuple):
    """Words of a clause that the spec itself gives: defined terms are found in them, nothing else is."""

    text: str
    source: Path


class Target(NamedTuple):
    """What a reference points at, before it is known how that is numbered."""

    kind: str
    """``clause``, ``number`` (a clause's bare number) or ``schedule``."""
    id: str
    paragraph: str = ""
    lenient: bool = False
    """True where the spec refers: a target that is not there is then named, and no fault of the form."""


class Place(NamedTuple):
    """Where computed blocks come once the rest stands: the definitions, the deviations, the calendar."""

    name: str


Content = Printed | Prose | Target | Place


class Ledger:
    """The tokens handed out while one agreement is filled, and the paths read since it was last asked."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.open_points: dict[Path, None] = dict.fromkeys(spec.open_points())
        self._contents: list[Content] = []
        self._reads: dict[Path, None] = {}

    def token(self, content: Content) -> str:
        """One character that stands for the content."""
        self._contents.append(content)
        code = FIRST_TOKEN + len(self._contents) - 1
        if code > LAST_TOKEN:
            raise FormError("the agreement prints more values than it can number")
        return chr(code)

    def content(self, token: str) -> Content:
        """What a token stands for."""
        return self._contents[ord(token) - FIRST_TOKEN]

    def contents(self) -> tuple[Content, ...]:
        """Everything that has a token so far."""
        return tuple(self._contents)

    def read(self, path: Path) -> None:
        """Note that what is being filled depends on this path."""
        self._reads[path] = None

    def take_reads(self) -> tuple[Path, ...]:
        """The paths read since the last call, in order."""
        reads, self._reads = tuple(self._reads), {}
        return reads


class Reading:
    """A spec that notes which paths are read: what conditions and predicates look things up in."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def get(self, path: str) -> Any:
        """The value at a dotted path, None where there is none or it is TBC."""
        self._ledger.read(tuple(path.split(".")))
        return self._ledger.spec.get(path)

    def says(self, path: str) -> bool:
        """Whether the spec or its kind says anything at the path."""
        self._ledger.read(tuple(path.split(".")))
        return self._ledger.spec.is_stated(tuple(path.split(".")))


class Value:
    """Anything of the spec that a template holds. ``str()`` of it is a token, never the characters."""

    __slots__ = ("field", "ledger", "path")

    def __init__(self, ledger: Ledger, path: Path, field: Field | None) -> None:
        self.ledger, self.path, self.field = ledger, path, field

    def __repr__(self) -> str:
        return f"<{dotted(self.path)}>"

    def __iter__(self) -> Iterator[Any]:
        raise FormError(f"{dotted(self.path)} is one value, not a list")

    def inside(self, name: str) -> Any:
        """The field of that name under this one."""
        raise FormError(f"{dotted(self.path)} has no field {name!r} inside it")


class Scalar(Value):
    """A text, a number or TBC."""

    __slots__ = ("raw",)

    def __init__(self, ledger: Ledger, path: Path, field: Field | None, raw: str | int) -> None:
        super().__init__(ledger, path, field)
        self.raw = raw

    def __str__(self) -> str:
        text = normalize("NFC", " ".join(str(self.raw).split()))
        return self.printed(text, self.field.format if self.field and self.raw != TBC else "")

    def printed(self, text: str, format_: str = "") -> str:
        """A token for these characters, in the name of this value."""
        return self.ledger.token(Printed(text, self.path, format_))

    def __eq__(self, other: object) -> bool:
        return bool(self.raw == (other.raw if isinstance(other, Scalar) else other))

    def __hash__(self) -> int:
        return hash(self.raw)

    def __bool__(self) -> bool:
        return bool(self.raw)

    def _number(self, other: object) -> tuple[int, int] | None:
        other = other.raw if isinstance(other, Scalar) else other
        return (self.raw, other) if isinstance(self.raw, int) and isinstance(other, int) else None

    def __lt__(self, other: object) -> bool:
        pair = self._number(other)
        return bool(pair and pair[0] < pair[1])

    def __le__(self, other: object) -> bool:
        pair = self._number(other)
        return bool(pair and pair[0] <= pair[1])

    def __gt__(self, other: object) -> bool:
        pair = self._number(other)
        return bool(pair and pair[0] > pair[1])

    def __ge__(self, other: object) -> bool:
        pair = self._number(other)
        return bool(pair and pair[0] >= pair[1])


class Absent(Value):
    """A field that is left out and has no default: false, empty, and ``TBC`` where it is printed."""

    __slots__ = ()

    raw = TBC

    def __str__(self) -> str:
        return self.printed(TBC)

    def printed(self, text: str, format_: str = "") -> str:
        """A token for TBC with whatever stands around it; the point is open."""
        self.ledger.open_points[self.path] = None
        return self.ledger.token(Printed(text, self.path, format_))

    def __bool__(self) -> bool:
        return False

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def inside(self, name: str) -> Value:
        """What is inside something absent is absent too."""
        return _absent_inside(self, name)


class Items(Value):
    """A list."""

    __slots__ = ("_raw",)

    def __init__(self, ledger: Ledger, path: Path, field: Field | None, raw: list[Any]) -> None:
        super().__init__(ledger, path, field)
        self._raw = raw

    def __len__(self) -> int:
        return len(self._raw)

    def __iter__(self) -> Iterator[Any]:
        return iter([self[index] for index in range(len(self._raw))])

    def __getitem__(self, index: int) -> Any:
        item = self.field.item if self.field else None
        return view(self.ledger, (*self.path, index), item, self._raw[index])

    def __contains__(self, value: object) -> bool:
        return value in self._raw

    def __str__(self) -> str:
        raise FormError(f"{dotted(self.path)} is a list: join it by a filter")


class Group(Value):
    """Several fields under one name; true where the spec or its kind says anything in it."""

    __slots__ = ("_raw",)

    def __init__(self, ledger: Ledger, path: Path, field: Field | None, raw: Mapping[str, Any]) -> None:
        super().__init__(ledger, path, field)
        self._raw = raw

    def inside(self, name: str) -> Any:
        """The field of that name under this one."""
        if self.field is None or name not in self.field.children:
            return super().inside(name)
        return view(self.ledger, (*self.path, name), self.field.children[name], self._raw.get(name))

    def __bool__(self) -> bool:
        self.ledger.read(self.path)
        return self.ledger.spec.is_stated(self.path)

    def __str__(self) -> str:
        raise FormError(f"{dotted(self.path)} has several fields: name one")


class Disclosure(Value):
    """What must be stated, or said to be unknown, none, or withheld for a reason."""

    __slots__ = ("_raw", "state", "stated")

    def __init__(self, ledger: Ledger, path: Path, field: Field, raw: Any) -> None:
        super().__init__(ledger, path, field)
        self._raw = raw
        self.state = _state(raw)
        self.stated = _plain_view(ledger, path, field, raw if self.state == "stated" else None)

    @property
    def reason(self) -> Any:
        """Why it is withheld, or why there is nothing to state."""
        given = self._raw if self.state != "stated" and isinstance(self._raw, Mapping) else {}
        key, text = next(iter(given.items()), ("withheld", None))
        return view(self.ledger, (*self.path, key), None, text)

    def inside(self, name: str) -> Any:
        """The reason, or a field of what is stated."""
        return self.reason if name in ("reason", "withheld", "none_reason") else self.stated.inside(name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.stated)

    def __bool__(self) -> bool:
        return self.state == "stated"

    def __len__(self) -> int:
        return len(self.stated)

    def __contains__(self, value: object) -> bool:
        return self.state == "stated" and value in self.stated

    def __eq__(self, other: object) -> bool:
        return bool(self.stated == other)

    __hash__ = None  # type: ignore[assignment]  # compared, never kept in a set

    def __str__(self) -> str:
        return (
            str(self.stated) if self.state == "stated" else self.ledger.token(Printed(self.state, self.path))
        )


def _state(raw: Any) -> str:
    if isinstance(raw, Mapping) and "none_reason" in raw:
        return "none"
    if isinstance(raw, Mapping) and "withheld" in raw:
        return "withheld"
    return raw if raw in ("unknown", "none") else "unknown" if raw is None else "stated"


def _absent_inside(value: Value, name: str) -> Absent:
    if value.field is None or name not in value.field.children:
        raise FormError(f"{dotted(value.path)} has no field {name!r} inside it")
    return Absent(value.ledger, (*value.path, name), value.field.children[name])


def view(ledger: Ledger, path: Path, field: Field | None, raw: Any) -> Any:
    """The raw data at a path as a template may hold it; true and false stay what they are."""
    if not (isinstance(raw, Mapping) and field is not None and not field.is_disclosure):
        ledger.read(path)
    if field is not None and field.is_disclosure and raw is not None:
        return Disclosure(ledger, path, field, raw)
    return _plain_view(ledger, path, field, raw)


def _plain_view(ledger: Ledger, path: Path, field: Field | None, raw: Any) -> Any:
    match raw:
        case None:
            return Absent(ledger, path, field)
        case bool():
            return raw
        case Mapping():
            return Group(ledger, path, field, raw)
        case list():
            return Items(ledger, path, field, raw)
    return Scalar(ledger, path, field, raw)
