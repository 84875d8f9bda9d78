"""A broken form is answered with file, line and a sentence, whatever is wrong with it."""

from __future__ import annotations

import re
from functools import cache
from random import Random

import pytest

from modelpact import resources
from modelpact.assemble import assemble
from modelpact.diagnostics import FormError
from modelpact.fill import compiled
from modelpact.form import Files, parse
from modelpact.kinds import kind
from modelpact.load import load
from modelpact.spec import Spec, build
from modelpact.store import standard_form
from support import MINIMAL

CLAUSE = "clauses/publication.md"
FRONT = "---\ntitle: Publication\nkind: right\n---\n"


@cache
def files() -> Files:
    return resources.form_files()


@cache
def spec() -> Spec:
    source, _ = load("deal", MINIMAL.read_bytes())
    assert source
    return build(source, kind("staged-release"))


def made_with(file: str, content: bytes) -> None:
    """Everything that a render does with a form of which one file is other than it should be."""
    form = parse({**files(), file: content})
    changed = [found for found in form.templates() if found.file == file]
    _, code = standard_form({"XDG_CACHE_HOME": ""})
    assemble(spec(), form, {**code, **compiled(changed)})


def sentence(file: str, content: str | bytes) -> str:
    with pytest.raises(FormError) as caught:
        made_with(file, content if isinstance(content, bytes) else content.encode())
    assert "\n" not in str(caught.value)
    return str(caught.value)


FRONT_MATTER: dict[str, tuple[str | bytes, str]] = {
    "none": ("1. Words.\n", "1: the front matter is missing: three dashes, a title, three dashes"),
    "not closed": ("---\ntitle: A\n", "1: the front matter has no closing line of three dashes"),
    "empty": ("---\n---\n1. Words.\n", "1: the file says nothing"),
    "no title": ("---\nkind: right\n---\n", "1: title is missing"),
    "empty title": ("---\nkind: right\ntitle:\n---\n", "3: title is missing"),
    "title a list": ("---\ntitle: [A]\n---\n", "2: title must be a text"),
    "unknown key": (
        "---\ntitle: A\nsurvive: true\n---\n",
        '3: "survive" is not a field here; did you mean survives?',
    ),
    "key twice": ("---\ntitle: A\ntitle: B\n---\n", '3: "title" is given twice'),
    "wrong truth": ("---\ntitle: A\nmandatory: yes\n---\n", "3: mandatory must be true or false"),
    "bears a text": ("---\ntitle: A\nbears: provider\n---\n", "3: bears must be a list"),
    "bears a map": ("---\ntitle: A\nbears: [{a: b}]\n---\n", "3: an entry of bears must be a text"),
    "unknown role": (
        "---\ntitle: A\nbears:\n  - provider\n  - licensee\n---\n",
        '5: "licensee" is not one of provider, recipient, each, coordinator, public, ',
    ),
    "unknown kind": (
        "---\ntitle: A\nkind: clause\n---\n",
        '3: "clause" is not one of right, duty, prohibition, procedure, statement, disclaimer',
    ),
    "yaml": ("---\ntitle: A\n purpose: [\n---\n", "3: "),
    "yaml alias": ("---\ntitle: &a A\npurpose: *a\n---\n", "2: "),
    "condition": ("---\ntitle: A\nwhen: 1 +\n---\n", "3: the condition cannot be read to its end"),
    "condition's field": (
        "---\ntitle: A\nwhen: publicaton.right == 'free'\n---\n",
        "3: 'publicaton.right' is neither a field of the spec nor a predicate",
    ),
    "condition that calls": (
        "---\ntitle: A\nwhen: print(1)\n---\n",
        "3: 'print(1)' is more than a condition",
    ),
    "condition with a list of names": (
        "---\ntitle: A\nwhen: kind in [kind]\n---\n",
        "3: 'kind' is in a list, which holds texts and whole numbers only",
    ),
    "not UTF-8": (
        b"---\ntitle: A\n---\n1. Caf\xe9.\n",
        "4: a character is not UTF-8; save the file as UTF-8",
    ),
    "hidden character": (
        "---\ntitle: A\n---\n1. A\u202eB.\n",
        "4: U+202E (right-to-left override) hides or changes what a reader sees",
    ),
    "private use": (
        "---\ntitle: A\n---\n1. A\U000f0000B.\n",
        "4: U+F0000 (private-use character) hides or changes",
    ),
}

BODY = {
    "unknown tag": ("{% macro x() %}{% endmacro %}", "5: {% macro %} is not part of the notation"),
    "unknown word": (
        "{% frobnicate %}",
        "5: the text between braces cannot be read: encountered unknown tag",
    ),
    "no end": (
        "\n{% if status %}\n1. A.\n",
        "7: the text between braces cannot be read: an if or a for has no end",
    ),
    "tags crossed": (
        "{% for a in parties %}\n{% if a.name %}\n{% endfor %}\n{% endif %}",
        "7: the text between braces cannot be read: encountered unknown tag 'endfor'",
    ),
    "stray brace": ("{{ title", "5: the text between braces cannot be read: unexpected end of template"),
    "unknown name": (
        "{{ publicaton.right }}",
        '5: there is no field or name "publicaton"; did you mean publication?',
    ),
    "unknown name, not reached": (
        "{% if false %}\n{{ nosuch }}\n{% endif %}",
        '6: there is no field or name "nosuch"',
    ),
    "name set elsewhere": ("{{ a }}\n{% if false %}{% set a = 1 %}{% endif %}", "5: 'a' is undefined"),
    "unknown field": (
        "A.\n\nB {{ publication.nosuch }}",
        "7: publication has no field 'nosuch' inside it",
    ),
    "unknown filter": ("{{ title | upper }}", '5: there is no filter "upper"'),
    "unknown test": ("{{ 'a' if title is odd else '' }}", '5: there is no test "odd"'),
    "list printed": ("{{ parties }}", "5: parties is a list: join it by a filter"),
    "filter of the wrong thing": ("{{ 'x' | days }}", "5: days is given what it is not for"),
    "date of a list": ("{{ parties | date }}", "5: date is given what it is not for"),
    "loop over a number": (
        "{% for a in 5 %}{% endfor %}",
        "5: a loop needs a list, < and > need numbers, + needs lists",
    ),
    "mixed comparison": (
        "{{ 'a' if 1 > 'a' else '' }}",
        "5: a loop needs a list, < and > need numbers, + needs lists",
    ),
    "function without words": ("{{ ref() }}", "5: ref is given what it is not for"),
    "function of a list": ("{{ 'a' if present([]) else '' }}", "5: present is given what it is not for"),
    "function itself": ("{{ 'a' ~ ref }}", "5: ref is a function: say what of, in brackets"),
    "none": ("{{ none }}", "5: None cannot be printed"),
    "decimal": ("{{ 1.5 }}", "5: a number with a decimal point is not part of the notation"),
    "escaped character": (
        "{{ '\\u202e' }}",
        "5: U+202E (right-to-left override) hides or changes what a reader sees",
    ),
    "escaped line break": (
        "{{ 'a\\n1. b' }}",
        "5: U+000A (control character) hides or changes what a reader sees",
    ),
    "unclear braces": ("{{ 'A.' }}\n1. A. {#x wrong=y}", '6: "wrong" is no setting of a paragraph'),
    "braces twice": ("1. A. {#x}\n   B. {#y}", "6: a paragraph has braces twice, the second time {#y}"),
    "unknown role in braces": (
        "1. A. {#x duty=licensee}",
        '5: "licensee" is no role; there are provider, recipient, ',
    ),
    "unknown field in braces": ("1. A. {within=a.b_days}", '5: within "a.b_days" is not a period'),
    "no time in braces": ("1. A. {within=title}", '5: within "title" is not a period'),
    "wrong once filled": (
        "1. A. {#x within={{ 'no' }} after=y}",
        '5: within "no" is not a period',
    ),
    "a time for nobody": (
        '1. A.\n1. B. {#x within="5 days" after="a call"}',
        "6: a time goes with a right or a duty; name one",
    ),
    "an item's time for nobody": (
        '1. A:\n   1. b. {within="5 days" after="a call"}',
        "6: a time goes with a right or a duty; name one",
    ),
    "name twice": (
        "1. A. {#x}\n1. B, see {{ ref('publication', 'x') }}. {#x}",
        '5: several paragraphs are named "x", to which something refers',
    ),
    "too deep a list": (
        "1. A:\n   1. b:\n      1. c:\n         1. d.",
        "8: a paragraph is indented 4 levels, more than 3",
    ),
    "no words": ("1. A.\n1. \n", "a numbered paragraph has no words"),
    "no such clause": (
        "Words.\n\n1. See {{ ref('nosuch') }}.",
        '7: a reference to the clause "nosuch", which is not in this agreement',
    ),
    "no such paragraph": (
        "1. See {{ ref('survival', 'nosuch') }}.",
        '5: a reference to the paragraph "nosuch" of "survival", which is not in this agreement',
    ),
    "no such schedule": (
        "1. See {{ schedule('nosuch') }}.",
        '5: a reference to the schedule "nosuch", which is not in this agreement',
    ),
    "clause that is left out": (
        "1. See {{ ref('safe-harbour') }}.",
        '5: a reference to the clause "safe-harbour", which is not in this agreement',
    ),
    "place inside a sentence": ("1. A {{ calendar }}.", "5: calendar must stand on a line of its own"),
    "value in a caption": ("Table: Of {{ title }}\n| a |\n|-|", '5: the caption "Of " has a value in it'),
    "uneven table": (
        "Table: T\n| a | b |\n|-|-|\n| 1 |",
        '5: the table "T" has rows of different lengths, or none',
    ),
    "table without rows": ("Table: T\n|-|-|", '5: the table "T" has rows of different lengths, or none'),
    "nested expression": (
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        " parts of it are nested too deeply",
    ),
    "nested ifs": (
        "{% if status %}" * 200 + "{% endif %}" * 200,
        "5: more than 20 levels of if and for stand inside each other",
    ),
    "long chain": ("{{ title" + ".a" * 20000 + " }}", " parts of it are nested too deeply"),
    "huge number": ("{{ " + "9" * 5000 + " }}", " a number has too many digits"),
}

OTHERS = {
    "terms: not a list": ("terms.yaml", "terms: 5\n", "terms.yaml:1: terms must be a list"),
    "terms: not maps": (
        "terms.yaml",
        "terms: [5]\n",
        "terms.yaml:1: an entry of terms must be fields, each a name",
    ),
    "terms: no name": (
        "terms.yaml",
        "terms:\n  - means: a thing.\n",
        "terms.yaml:2: name in terms is missing",
    ),
    "terms: no meaning": ("terms.yaml", "terms:\n  - name: A\n", "terms.yaml:2: means in terms is missing"),
    "terms: meaning": (
        "terms.yaml",
        "terms:\n  - name: A\n    means: |-\n      a\n\n      {{ nosuch }}.\n",
        'terms.yaml:6: there is no field or name "nosuch"',
    ),
    "terms: meaning on its line": (
        "terms.yaml",
        "terms:\n  - name: A\n    means: a {{ nosuch }}.\n",
        'terms.yaml:3: there is no field or name "nosuch"',
    ),
    "terms: a table as meaning": (
        "terms.yaml",
        "terms:\n  - name: Agreement\n    means: |-\n      | a | b |\n",
        "terms.yaml:4: a meaning is one paragraph, with no list or table",
    ),
    "terms: two paragraphs as meaning": (
        "terms.yaml",
        "terms:\n  - name: Agreement\n    means: |-\n      1. a.\n      1. b.\n",
        "terms.yaml:4: a meaning is one paragraph, with no list or table",
    ),
    "terms: a place in a meaning": (
        "terms.yaml",
        "terms:\n  - name: Agreement\n    means: |-\n      a.\n      {{ calendar }}.\n",
        "terms.yaml:5: calendar must stand on a line of its own",
    ),
    "phrases: not maps": (
        "phrases.yaml",
        "kind: [a]\n",
        "phrases.yaml:1: kind must be fields, each a name, a colon and a value",
    ),
    "phrases: a list": (
        "phrases.yaml",
        "kind:\n  red-team: [a]\n",
        "phrases.yaml:2: red-team in kind must be a text",
    ),
    "outline: no parts": (
        "outline.yaml",
        "name: A\nversion: 1\nlicence: B\nparts:\n  - 5\n",
        "outline.yaml:5: ",
    ),
    "outline: no name": ("outline.yaml", "version: 1\nlicence: B\n", "outline.yaml:1: name is missing"),
    "outline: no such file": (
        "outline.yaml",
        "name: A\nversion: 1\nlicence: B\nparts:\n  - {title: P, clauses: [nosuch]}\n",
        "clauses/nosuch.md: the outline names this file, but it is not there",
    ),
    "countries: a list": ("countries.yaml", "[a]\n", "countries.yaml:1: the file is not a set of fields"),
}


@pytest.mark.parametrize(("content", "expected"), FRONT_MATTER.values(), ids=FRONT_MATTER)
def test_front_matter(content: str | bytes, expected: str) -> None:
    assert sentence(CLAUSE, content).startswith(f"{CLAUSE}:{expected}")


@pytest.mark.parametrize(("body", "expected"), BODY.values(), ids=BODY)
def test_text(body: str, expected: str) -> None:
    place = CLAUSE if expected.startswith((" ", "a numbered")) else f"{CLAUSE}:"
    said = sentence(CLAUSE, FRONT + body + "\n")
    assert said.startswith((f"{place}{expected}", f"{place}: {expected}", f"{place}:{expected}"))


@pytest.mark.parametrize(("file", "content", "expected"), OTHERS.values(), ids=OTHERS)
def test_other_files(file: str, content: str, expected: str) -> None:
    assert sentence(file, content).startswith(expected)


def test_line_ends_and_marks_of_other_systems_make_no_difference() -> None:
    unix = files()[CLAUSE]
    windows = b"\xef\xbb\xbf" + unix.replace(b"\n", b"\r\n")
    assert parse({**files(), CLAUSE: windows}).clauses == parse(files()).clauses


def mutated(random: Random, text: str) -> str:
    """The text with a few of its characters, words or lines doubled, lost, swapped or replaced."""
    pieces = re.split(r"(\W)", text)
    for _ in range(random.randint(1, 4)):
        at, other = random.randrange(len(pieces)), random.randrange(len(pieces))
        pieces[at] = random.choice(
            ["", pieces[at] * 2, pieces[other], "{{", "%}", "'", ":", "\n", "[", "x", "1. "]
        )
    return "".join(pieces)


@pytest.mark.parametrize("seed", range(150))
def test_whatever_is_wrong_it_is_a_sentence(seed: int) -> None:
    random = Random(seed)
    name = random.choice(sorted(files()))
    said = ""
    try:
        made_with(name, mutated(random, files()[name].decode()).encode())
    except FormError as error:
        said = str(error)
    assert re.fullmatch(r"|[a-z/-]+\.(?:md|yaml)(:[0-9]+)?: .+", said)
