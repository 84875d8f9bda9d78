"""A clause of the form for people who read no code: its values in brackets, its conditions in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from jinja2 import nodes

from modelpact.fill import syntax_tree
from modelpact.form import Form, Template
from modelpact.tag_words import Words, asks_of_loop

_ATTRIBUTES = re.compile(r" *\{[#a-z][^{}]*\}$")
_RULE = re.compile(r"[| :-]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a clause, or a condition on those that stand deeper."""

    text: str
    depth: int
    """How many conditions it stands under."""
    is_numbered: bool = False


def in_words(template: Template, form: Form) -> tuple[Passage, ...]:
    """The text of a clause with every variant, each under its condition."""
    writer = _Writer(Words(form, {}, {}))
    writer.write(syntax_tree(template).body, writer.words, 0)
    writer.flush(0)
    return tuple(writer.passages)


def condition_in_words(when: str, form: Form) -> str:
    """When a clause is in the agreement."""
    tree = syntax_tree(Template(id="", file="", body=f"{{% if {when} %}}{{% endif %}}"))
    (condition,) = tree.find_all(nodes.If)
    return Words(form, {}, {}).condition(condition.test)


class _Writer:
    """Gathers passages; what stands inside a line stays in it, what has lines of its own goes deeper."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.passages: list[Passage] = []
        self._text = ""

    def write(self, body: Sequence[nodes.Node], words: Words, depth: int) -> None:
        """The nodes one after the other."""
        for node in body:
            match node:
                case nodes.Output():
                    self._text += "".join(map(words.value, node.nodes))
                case nodes.Assign():
                    words = words.knowing(node)
                case nodes.If() if asks_of_loop(node.test):
                    self.write(node.body, words, depth)
                case nodes.If() if _has_lines(node):
                    self._write_if(node, words, depth)
                case nodes.For() if _has_lines(node):
                    self._write_for(node, words, depth)
                case _:
                    self._text += words.inline(node)

    def _write_if(self, node: nodes.If, words: Words, depth: int) -> None:
        branches = [node, *node.elif_]
        for branch in branches:
            lead = "If" if branch is node else "Otherwise, if"
            self._under(f"{lead} {words.condition(branch.test)}:", branch.body, words, depth)
        if node.else_:
            self._under("Otherwise:", node.else_, words, depth)

    def _write_for(self, node: nodes.For, words: Words, depth: int) -> None:
        inside, listed = words.knowing(node), words.named(node.iter)
        limit = inside.condition(node.test) if node.test else ""
        if _is_about_any(node):
            lead = (
                f"If, for an entry of {listed}, {limit}:" if limit else f"If there is an entry of {listed}:"
            )
        else:
            lead = f"For each entry of {listed}{', if ' + limit if limit else ''}:"
        self._under(lead, node.body, inside, depth)
        if node.else_:
            self._under("If there are none:", node.else_, words, depth)

    def _under(self, lead: str, body: Sequence[nodes.Node], words: Words, depth: int) -> None:
        self.flush(depth)
        self.passages.append(Passage(f"[{lead}]", depth))
        self.write(body, words, depth + 1)
        self.flush(depth + 1)

    def flush(self, depth: int) -> None:
        """Make passages of the text so far."""
        is_open = False
        for written in self._text.split("\n"):
            line = _tidy(_ATTRIBUTES.sub("", written.rstrip())).replace("| # ", "| ")
            level = (len(line) - len(line.lstrip())) // 3
            is_numbered, line = line.lstrip().startswith("1. "), line.strip().removeprefix("1. ")
            if not line or (line.startswith("|") and _RULE.fullmatch(line)):
                is_open = False
            elif is_numbered:
                self.passages.append(Passage(line, depth + level, is_numbered=True))
                is_open = True
            elif is_open and not line.startswith("|"):
                last = self.passages[-1]
                self.passages[-1] = replace(last, text=f"{last.text} {line}")
            else:
                self.passages.append(Passage(line, depth))
        self._text = ""


def _tidy(text: str) -> str:
    """The text with single spaces inside it, none before a stop."""
    inside = re.sub(r"(?<=\S) {2,}", " ", text)
    return re.sub(r"(?<=\]) (?=[.,;:)])|(?<=[(“]) (?=\[)", "", inside)


def _is_about_any(node: nodes.For) -> bool:
    """Whether a loop says something once if any entry fits."""
    body = [each for each in node.body if not _is_blank(each)]
    return len(body) == 1 and isinstance(body[0], nodes.If) and asks_of_loop(body[0].test)


def _is_blank(node: nodes.Node) -> bool:
    data = node.nodes if isinstance(node, nodes.Output) else [node]
    return all(isinstance(each, nodes.TemplateData) and not each.data.strip() for each in data)


def _has_lines(node: nodes.Node) -> bool:
    """Whether what stands under a tag has lines of its own."""
    return any("\n" in data.data for data in node.find_all(nodes.TemplateData))
