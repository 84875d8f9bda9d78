"""Filling a template of the form with a spec's values: the sandboxed Jinja environment and its vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, TemplateError, Undefined, nodes
from jinja2.environment import Template as Compiled
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from modelpact.diagnostics import FormError
from modelpact.fields import TBC, contract
from modelpact.form import Form, Template
from modelpact.notation import LOOP, parsed
from modelpact.predicates import PREDICATES
from modelpact.values import (
    Absent,
    Disclosure,
    Group,
    Items,
    Ledger,
    Place,
    Printed,
    Scalar,
    Target,
    Value,
    view,
)

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_GROUPED_FROM = 10_000  # smaller numbers in a disclosure may be years
_TAG = re.compile(r"\{%.*?%\}")
_LINE_WITH_TAG = re.compile(r"^.*%\}$", re.MULTILINE)
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class FormEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with our vocabulary only: no globals, no built-in filters, fields before Python attributes."""

    def __init__(self) -> None:
        super().__init__(
            undefined=StrictUndefined,
            finalize=_printable,
            trim_blocks=True,
            lstrip_blocks=True,
            comment_start_string="<!--",
            comment_end_string="-->",
        )
        self.globals.clear()
        self.filters.clear()
        self.add_filters(FILTERS)
        self.tests = dict(TESTS)

    def add_filters(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Let templates use these too."""
        self.filters |= {name: _Function(name, call) for name, call in filters.items()}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of the spec, or what a loop says of itself; nothing else has attributes."""
        if isinstance(obj, Value):
            return obj.inside(attribute)
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return super().getattr(obj, attribute)
        raise FormError(f"{attribute!r} is asked of something that is not part of the spec")

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ARG002 - Jinja's signature
        """Nothing: the notation has no brackets after a name."""
        raise FormError(f"{argument!r} is asked of something that has no such part")

    def is_safe_callable(self, obj: Any) -> bool:
        """Our own functions may be called, nothing else."""
        return isinstance(obj, _Function)


_DO_NOT_FIT = (TypeError, AttributeError, LookupError, ValueError, ArithmeticError, RecursionError)
"""What Python raises where a filter or a comparison is given something that it is not for."""


class _Function:
    """A function or filter that templates may use; given what it is not for, it says so."""

    def __init__(self, name: str, call: Callable[..., Any]) -> None:
        self._name, self._call = name, call

    def __call__(self, *arguments: Any) -> Any:
        try:
            return self._call(*arguments)
        except _DO_NOT_FIT as error:
            raise FormError(f"{self._name} is given what it is not for") from error

    def __str__(self) -> str:
        raise FormError(f"{self._name} is a function: say what of, in brackets")


def _printable(value: Any) -> str:
    """What ``{{ … }}`` may print: the form's own words, or a value by its token."""
    if isinstance(value, str):
        return value
    if isinstance(value, Value):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, Undefined | _Function):
        str(value)  # raises, with the name in a sentence
    raise FormError(f"{value!r} cannot be printed")


# --- filters ------------------------------------------------------------------------------------------


def counted(amount: object, unit: str) -> str:
    """An amount of days, hours, months or years: ``30 days``, ``1 day``, ``TBC days``."""
    return f"{amount} {unit[:-1] if amount == 1 else unit}"


def _counted(unit: str) -> Callable[[Any], str]:
    def of(value: Any) -> str:
        if isinstance(value, int):
            return counted(value, unit)
        return str(value.printed(counted(value.raw, unit)))

    return of


def _date(value: Scalar | Absent) -> str:
    words = date_in_words(str(value.raw), str(value.ledger.spec.at(("language",))))
    return value.printed(words) if words else str(value)


def date_in_words(text: str, language: str) -> str:
    """A date of the spec as the agreement's language writes it; empty where the text is none."""
    found = _DATE.fullmatch(text)
    if not found:
        return ""
    year, month, day = found[1], MONTHS[int(found[2]) - 1], int(found[3])
    return f"{day} {month} {year}" if language == "en-GB" else f"{month} {day}, {year}"


def _money(value: Any) -> str:
    if not isinstance(value, Group):
        return _printable(value)
    words = money_in_words(value.inside("amount").raw, value.inside("currency").raw)
    return value.ledger.token(Printed(words, value.path))


def money_in_words(amount: object, currency: object) -> str:
    """A sum as the agreement writes it: ``USD 1,250.50``."""
    whole, stop, cents = str(amount).partition(".")
    grouped = f"{int(whole):,}{stop}{cents:0<2}" if stop else amount if amount == TBC else f"{amount:,}"
    return f"{currency} {grouped}"


def _count(value: Any) -> str:
    if isinstance(value, Disclosure) and value.state == "stated":
        value = value.stated
    if isinstance(value, Scalar) and isinstance(value.raw, int):
        return value.printed(f"{value.raw:,}")
    return _printable(value)


def _joined(word: str) -> Callable[[Iterable[Any]], str]:
    def joined(items: Iterable[Any]) -> str:
        texts = [_printable(item) for item in items]
        if not texts and isinstance(items, Value):
            return str(Absent(items.ledger, items.path, items.field))
        return f" {word} ".join([", ".join(texts[:-1]), texts[-1]] if len(texts) > 1 else texts)

    return joined


def _disclosed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Absent):
        return "not stated"
    if isinstance(value, Disclosure):
        if value.state == "withheld":
            return f"withheld ({value.reason})"
        if value.state == "none" and value.reason:
            return f"none ({value.reason})"
        if value.state == "stated":
            return _disclosed(value.stated)
    if isinstance(value, Items):
        return _joined("and")(value)
    is_large = isinstance(value, Scalar) and isinstance(value.raw, int) and value.raw >= _GROUPED_FROM
    return _count(value) if is_large else _printable(value)


def _refs(clause_ids: Iterable[Any], ledger: Ledger) -> str:
    """References to clauses; ids that come from the spec need not be in the agreement."""
    targets = [
        ledger.token(Target("number", str(getattr(id_, "raw", id_)), lenient=isinstance(id_, Value)))
        for id_ in clause_ids
    ]
    if not targets:
        raise FormError("a list of references has nothing in it")
    return f"{'clause' if len(targets) == 1 else 'clauses'} {_joined('and')(targets)}"


def _is_state(state: str) -> Callable[[Any], bool]:
    def is_state(value: Any) -> bool:
        if isinstance(value, Disclosure):
            return value.state == state
        if isinstance(value, Absent):
            return state == "unknown"
        if isinstance(value, Scalar) and value.raw in ("unknown", "none"):
            return value.raw == state
        return state == "stated"

    return is_state


def _is_tbc(value: Any) -> bool:
    if isinstance(value, Disclosure):
        return value.state == "stated" and _is_tbc(value.stated)
    return isinstance(value, Absent) or (isinstance(value, Scalar) and value.raw == TBC)


TESTS: Mapping[str, Callable[[Any], bool]] = {
    "unknown": _is_state("unknown"),
    "withheld": _is_state("withheld"),
    "nothing": _is_state("none"),
    "stated": _is_state("stated"),
    "tbc": _is_tbc,
}

_OF_AGREEMENT = ("phrase", "country", "country_list", "refs", "number")
"""Filters that need the form or the agreement, made by each ``Filler`` for itself."""

FILTERS: Mapping[str, Callable[..., Any]] = {
    "days": _counted("days"),
    "hours": _counted("hours"),
    "months": _counted("months"),
    "years": _counted("years"),
    "date": _date,
    "money": _money,
    "count": _count,
    "and": _joined("and"),
    "or": _joined("or"),
    "disclosed": _disclosed,
    "length": len,
}


# --- names --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is known of an agreement before it is filled: which clauses and schedules it has."""

    numbers: Mapping[str, int]
    """Clause id to number, in order."""
    letters: Mapping[str, str]
    """Schedule id to letter, in order."""
    surviving: tuple[str, ...]
    """Ids of the clauses that outlive the agreement."""


_AGREEMENT_NAMES = frozenset(
    {"ref", "schedule", "present", "has_schedule", "party", "model", "stage", "with_role", "surviving"}
    | {"house_form", "house_version", "house_licence"}
    | {"form_version", "definitions", "deviations", "calendar", "open_points", "to_be_confirmed"}
    | {"own_values", "master_clause"}
)
KNOWN_NAMES = _AGREEMENT_NAMES | frozenset(PREDICATES) | frozenset(contract().children)
"""Every name that a template may use and has not set itself."""


class Names(dict[str, Any]):
    """Every name that a template may use, looked up when it is used, so that what is read is noted."""

    def __init__(self, form: Form, ledger: Ledger, chosen: Chosen) -> None:
        super().__init__(
            ref=_Function("ref", lambda id_, paragraph="": ledger.token(Target("clause", id_, paragraph))),
            schedule=_Function("schedule", lambda id_: ledger.token(Target("schedule", id_))),
            present=_Function("present", lambda id_: id_ in chosen.numbers),
            has_schedule=_Function("has_schedule", lambda id_: id_ in chosen.letters),
            party=_Function("party", lambda id_: self._described("parties", id_)),
            model=_Function("model", lambda id_: self._described("models", id_)),
            stage=_Function("stage", lambda id_: self._described("release.stages", id_)),
            with_role=_Function("with_role", self._with_role),
            master_clause=_Function("master_clause", lambda id_: _title(form.master or form, id_)),
            surviving=chosen.surviving,
            form_version=(form.standard or form).version,
            house_form=ledger.token(Printed(form.name, None)) if form.standard else "",
            house_version=ledger.token(Printed(form.version, None)),
            house_licence=ledger.token(Printed(form.licence, None)),
            definitions=ledger.token(Place("definitions")),
            deviations=ledger.token(Place("deviations")),
            own_values=ledger.token(Place("own_values")),
            calendar=ledger.token(Place("calendar")),
            to_be_confirmed=ledger.token(Place("to_be_confirmed")),
        )
        self.ledger = ledger

    def __contains__(self, name: object) -> bool:
        return name in KNOWN_NAMES

    def __missing__(self, name: str) -> Any:
        if name in PREDICATES:
            return PREDICATES[name](Reading(self.ledger))
        if name == "open_points":
            return len(self.ledger.open_points)
        return view(self.ledger, (name,), contract().children[name], self.ledger.spec.data.get(name))

    def _described(self, where: str, id_: Any) -> Any:
        """The party, model or stage with that id."""
        path = tuple(where.split("."))
        field = contract().at(path)
        for index, entry in enumerate(self.ledger.spec.at(path) or ()):
            if id_ == entry.get("id"):
                return view(self.ledger, (*path, index), field.item if field else None, entry)
        return Absent(
            self.ledger, id_.path if isinstance(id_, Value) else path, field.item if field else None
        )

    def _with_role(self, role: str) -> list[Any]:
        parties = view(
            self.ledger, ("parties",), contract().children["parties"], self.ledger.spec.at(("parties",))
        )
        wanted = {role, "both"} if role in ("provider", "recipient") else {role}
        return [party for party in parties if str(party.inside("role").raw) in wanted]


def _title(form: Form, id_: str) -> str:
    """The quoted title of a clause of the form."""
    if id_ not in form.clauses:
        raise FormError(f"{id_!r} is not a clause of the standard form")
    return f"“{form.clauses[id_].title}”"


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


# --- compiling and filling ----------------------------------------------------------------------------


def compile_templates(form: Form) -> dict[str, CodeType]:
    """Every template of the form as Python code, by its key. Raises FormError with file and line."""
    return compiled(form.templates())


def compiled(templates: Iterable[Template]) -> dict[str, CodeType]:
    """These templates as Python code, each by its key. Raises FormError with file and line."""
    environment = _compiling()
    return {template.key: _compiled(environment, template) for template in templates}


def syntax_tree(template: Template) -> nodes.Template:
    """What the template's text says, not yet compiled. Raises FormError with file and line."""
    return _tree(_compiling(), template)


def _compiling() -> FormEnvironment:
    environment = FormEnvironment()
    environment.add_filters(dict.fromkeys(_OF_AGREEMENT, _when_filled))
    return environment


def _tree(environment: FormEnvironment, template: Template) -> nodes.Template:
    source = _LINE_WITH_TAG.sub(_keep_break, template.body)
    return parsed(environment, template, source, KNOWN_NAMES)


def _compiled(environment: FormEnvironment, template: Template) -> CodeType:
    tree = _tree(environment, template)
    try:
        return environment.compile(tree, template.key, template.key)
    except (SyntaxError, RecursionError):
        raise FormError(f"{template.file}: parts of it are nested too deeply") from None


def _when_filled(*_: Any) -> str:
    """Keeps Jinja from answering a filter on a constant before there is an agreement."""
    raise NotImplementedError


def _place(template: Template, loaded: Compiled, error: BaseException) -> str:
    """The template's file and the line on which filling it went wrong."""
    place, trace = template.file, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == template.key:
            line = loaded.get_corresponding_lineno(trace.tb_lineno)
            place = f"{template.file}:{template.line + line - 1}"
        trace = trace.tb_next
    return place


def _keep_break(line: re.Match[str]) -> str:
    """Jinja drops the line break after a tag; only lines of nothing but tags are meant to vanish."""
    return line[0] + "{{ '' }}" if _TAG.sub("", line[0]).strip() else line[0]


class Filler:
    """Fills the templates of one agreement."""

    def __init__(self, form: Form, code: Mapping[str, CodeType], ledger: Ledger, chosen: Chosen) -> None:
        self._environment = FormEnvironment()
        self._code = code
        self._names = Names(form, ledger, chosen)
        self._phrases, self._countries = form.phrases, form.countries
        self._environment.add_filters(
            {
                "phrase": self._phrase,
                "country": self._country,
                "country_list": lambda items: _joined("and")([self._country(item) for item in items]),
                "refs": lambda ids: _refs(ids, ledger),
                "number": lambda id_: ledger.token(Target("number", id_)),
            }
        )

    def fill(self, template: Template) -> str:
        """The template's text with every value as its token."""
        loaded = self._environment.template_class.from_code(self._environment, self._code[template.key], {})
        context = Context(self._environment, self._names, template.key, {})
        try:
            return "".join(loaded.root_render_func(context))
        except (FormError, TemplateError) as error:
            raise FormError(f"{_place(template, loaded, error)}: {error}") from error
        except _DO_NOT_FIT as error:
            place = _place(template, loaded, error)
            raise FormError(f"{place}: a loop needs a list, < and > need numbers, + needs lists") from error

    def _phrase(self, value: Any) -> Any:
        """A choice in the form's words; of a list, a list of them. What the form has no words for stays."""
        if isinstance(value, Items | list):
            return [self._phrase(item) for item in value]
        if isinstance(value, Disclosure):
            return self._phrase(value.stated) if value.state == "stated" else str(value)
        if not isinstance(value, Scalar):
            return str(value)
        field = ".".join(key for key in value.path if isinstance(key, str))
        return self._phrases.get(field, {}).get(str(value.raw)) or str(value)

    def _country(self, value: Any) -> str:
        if not isinstance(value, Scalar):
            return str(value)
        name = self._countries.get(str(value.raw))
        return value.printed(name) if name else str(value)
