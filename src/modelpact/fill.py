"""Filling a template of the form with a spec's values: the sandboxed Jinja environment."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.environment import Template as Compiled
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from modelpact.diagnostics import FormError
from modelpact.form import Form, Template
from modelpact.form_filters import (
    DO_NOT_FIT,
    FILTERS,
    OF_AGREEMENT,
    TESTS,
    Function,
    joined_by,
    printable,
    refs,
)
from modelpact.form_names import KNOWN_NAMES, Names
from modelpact.notation import LOOP, parsed
from modelpact.numbering import Chosen
from modelpact.values import Disclosure, Items, Ledger, Scalar, Target, Value

_TAG = re.compile(r"\{%.*?%\}")
_LINE_WITH_TAG = re.compile(r"^.*%\}$", re.MULTILINE)


class FormEnvironment(ImmutableSandboxedEnvironment):
    """Jinja with our vocabulary only: no globals, no built-in filters, fields before Python attributes."""

    def __init__(self) -> None:
        super().__init__(
            undefined=StrictUndefined,
            finalize=printable,
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
        self.filters |= {name: Function(name, call) for name, call in filters.items()}

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
        return isinstance(obj, Function)


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
    environment.add_filters(dict.fromkeys(OF_AGREEMENT, _when_filled))
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
                "country_list": lambda items: joined_by("and")([self._country(item) for item in items]),
                "refs": lambda ids: refs(ids, ledger),
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
        except DO_NOT_FIT as error:
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
