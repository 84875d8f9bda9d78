"""The schema keeps what it promises to editors, readers and validators."""

import json
import re
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest
import yaml

from modelpact.pipeline import check_file

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "schemas/modelpact-1.schema.json").read_text(encoding="utf-8"))
PLAYBOOK = json.loads((ROOT / "schemas/playbook-1.schema.json").read_text(encoding="utf-8"))
KINDS = sorted((ROOT / "templates/kinds").glob("*.yaml"))
GPT_2 = ROOT / "examples/gpt-2-cornell.agreement.yaml"
MINIMAL = ROOT / "examples/minimal/staged-release.agreement.yaml"
DISCLOSED = {"provenance", "labour", "funding", "benefits", "privacy"}
FAVOURED = {"provider", "recipient"}
LISTS = {"parties", "models", "stages", "rules", "clauses", "countries"}
WORDS_OF_PROGRAMMERS = re.compile(r"\b(object|property|properties|array|string)s?\b", re.I)
FILLERS = ["a", "A", "0", "1.", "a-", "a.", " ", "/", "%", "\t", "é", "a/b?", "-"]
OPENINGS = ["", "a", "a@", "a@a.", "1.", "https://a", "https://a/", "mailto:a@a."]


class Yaml12(yaml.SafeLoader):
    """Only true, false, null and decimal integers have a type, as in the program."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - as PyYAML has it


Yaml12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
Yaml12.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^(0|-?[1-9][0-9]*)$"), list("-0123456789"))


def read_yaml(path):
    return yaml.load(path.read_text(encoding="utf-8"), Yaml12)


def nodes(schema, path="#"):
    """Every schema inside the schema, with its path; examples and defaults are data."""
    yield path, schema
    for group in ("properties", "$defs"):
        for name, inner in schema.get(group, {}).items():
            yield from nodes(inner, f"{path}/{group}/{name}")
    for position, inner in enumerate(schema.get("anyOf", [])):
        yield from nodes(inner, f"{path}/anyOf/{position}")
    if "items" in schema:
        yield from nodes(schema["items"], f"{path}/items")


NODES = dict([*nodes(SCHEMA), *nodes(PLAYBOOK, "playbook")])
FIELDS = {path: node for path, node in NODES.items() if path.split("/")[-2:-1] == ["properties"]}
PATTERNS = sorted({node["pattern"] for node in NODES.values() if "pattern" in node})


def within(path):
    """The field's own schema, able to see the shared definitions."""
    home = PLAYBOOK if path.startswith("playbook") else SCHEMA
    return {"$schema": home["$schema"], "$defs": home["$defs"], "allOf": [FIELDS[path]]}


def problems(schema, value):
    """What jsonschema reports, once jsonschema-rs was seen to agree."""
    found = [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(value)]
    assert jsonschema_rs.Draft202012Validator(schema).is_valid(value) == (not found)
    return found


@pytest.mark.parametrize(
    ("schema", "name"), [(SCHEMA, "urn:modelpact:schema:1"), (PLAYBOOK, "urn:modelpact:playbook:1")]
)
def test_the_schema_is_a_schema(schema, name):
    jsonschema.Draft202012Validator.check_schema(schema)
    assert jsonschema_rs.meta.is_valid(schema)
    assert schema["$id"] == name


@pytest.mark.parametrize("schema", [SCHEMA, PLAYBOOK], ids=["spec", "playbook"])
def test_nothing_is_fetched(schema):
    refs = [node["$ref"] for _, node in nodes(schema) if "$ref" in node]
    assert refs
    assert all(ref.startswith("#/$defs/") for ref in refs)
    assert {ref.removeprefix("#/$defs/") for ref in refs} == set(schema["$defs"])


@pytest.mark.parametrize("path", FIELDS)
def test_a_field_explains_itself(path):
    field = FIELDS[path]
    assert 2 <= len(field["title"].split()) <= 4
    assert field["title"][0].isupper()
    assert field["description"].endswith(".")
    assert not WORDS_OF_PROGRAMMERS.search(field["title"] + " " + field["description"])
    assert field["examples"]


@pytest.mark.parametrize("path", FIELDS)
def test_examples_and_default_fit_their_field(path):
    field = FIELDS[path]
    default = [field["default"]] if "default" in field else []
    for value in [*field["examples"], *default]:
        assert problems(within(path), value) == [], value


@pytest.mark.parametrize("path", NODES)
def test_every_value_is_bounded(path):
    node = NODES[path]
    types = node.get("type", [])
    if "string" in types and not {"enum", "const"} & node.keys():
        assert node["maxLength"] <= 20_000
    if "array" in types:
        assert node["maxItems"] <= 500
    if "integer" in types:
        assert node["minimum"] <= node["maximum"] < 2**53


@pytest.mark.parametrize("path", [path for path, node in NODES.items() if "properties" in node])
def test_unknown_fields_are_errors_and_extensions_are_not(path):
    node = NODES[path]
    if path != "#":
        assert node["type"] == "object"
    assert node["additionalProperties"] is False
    assert node["patternProperties"] == {"^x-": True}
    assert set(node.get("required", [])) <= set(node["properties"])


@pytest.mark.parametrize("path", NODES)
def test_annotations_are_known(path):
    node = NODES[path]
    assert node.get("x-refers", "parties") in LISTS
    favours = node.get("x-favours", {"higher": "provider"})
    assert set(favours.get("order", ())) <= set(node.get("enum", ()))
    assert set(favours.values()) <= FAVOURED if "order" not in favours else len(favours) == 1
    assert node.get("x-union", "disclosure") == "disclosure"


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_linear(pattern):
    """A pattern that backtracks would hang here; the ending refuses every anchored one."""
    for opening in OPENINGS:
        for filler in FILLERS:
            hostile = opening + filler * (100_000 // len(filler)) + "\n\0"
            assert not pattern.endswith("$") or not re.search(pattern, hostile)
    assert not re.search(pattern, " " * 100_000)


@pytest.mark.parametrize("name", sorted(DISCLOSED))
def test_a_disclosure_must_be_made(name):
    spec = read_yaml(MINIMAL)
    assert problems(SCHEMA, spec | {name: "unknown"}) == []
    assert problems(SCHEMA, spec | {name: {"withheld": "a reason"}}) == []
    assert problems(SCHEMA, spec | {name: {"withheld": ""}})
    assert problems(SCHEMA, {key: value for key, value in spec.items() if key != name})
    assert bool(problems(SCHEMA, spec | {name: "none"})) == (name in {"provenance", "privacy"})


def test_to_be_confirmed_stands_for_values_but_not_for_structure():
    spec = read_yaml(MINIMAL)
    for name in ("effective_date", "complaint_contact"):
        assert problems(SCHEMA, spec | {name: "TBC"}) == []
    for name in ("modelpact", "id", "kind", "status", "language", "structure", "illustrative"):
        assert problems(SCHEMA, spec | {name: "TBC"}), name


def test_a_letter_names_its_master():
    letter = read_yaml(MINIMAL) | {"structure": "letter"}
    assert problems(SCHEMA, letter)
    assert problems(SCHEMA, letter | {"master": {"id": "house", "sha256": "TBC"}}) == []


def test_there_is_a_file_for_each_kind():
    assert {path.stem for path in KINDS} == set(SCHEMA["properties"]["kind"]["enum"])


@pytest.mark.parametrize("path", KINDS, ids=lambda path: path.stem)
def test_a_kinds_defaults_fit_the_schema(path):
    kind = read_yaml(path)
    assert list(kind) == ["title", "summary", "use_when", "defaults"]
    assert {"access", "permitted_uses", "safe_harbour"} <= kind["defaults"].keys()
    optional = {key: value for key, value in SCHEMA.items() if key not in {"required", "allOf"}}
    assert problems(optional, kind["defaults"]) == []


@pytest.mark.parametrize("path", KINDS, ids=lambda path: path.stem)
def test_a_kind_repeats_no_default_of_the_schema(path):
    def assert_differs(fields, values):
        for name, value in values.items():
            if "properties" in fields[name]:
                assert_differs(fields[name]["properties"], value)
            else:
                assert fields[name].get("default", ...) != value, name

    assert_differs(SCHEMA["properties"], read_yaml(path)["defaults"])


@pytest.mark.parametrize("path", [GPT_2, MINIMAL], ids=lambda path: path.stem)
def test_an_example_is_valid(path):
    text = path.read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.split("=")[1]).resolve() == ROOT / "schemas/modelpact-1.schema.json"
    assert problems(SCHEMA, read_yaml(path)) == []
    checked = check_file(str(path))
    assert all(found.severity == "information" for found in checked.diagnostics)
    assert checked.spec
    assert checked.spec.get("illustrative") is True


def test_a_small_spec_stays_small():
    assert len(MINIMAL.read_text(encoding="utf-8").splitlines()) <= 40
