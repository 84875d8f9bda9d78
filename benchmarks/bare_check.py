"""The least that checking specs can be: load each with PyYAML, validate it with jsonschema."""

import json
import sys
from pathlib import Path

import jsonschema
import yaml


class Yaml12Loader(yaml.CSafeLoader):
    """PyYAML's fast loader without dates: they are text in a spec."""


Yaml12Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}

schema, *others = sys.argv[1:]
specs = [name for name in others if name.endswith(".yaml")]  # bare_markdown.py, which begins so, has more
validator = jsonschema.Draft202012Validator(json.loads(Path(schema).read_bytes()))
for spec in specs:
    data = yaml.load(Path(spec).read_bytes(), Loader=Yaml12Loader)
    errors = list(validator.iter_errors(data))
    print(f"{spec}: {len(errors)} errors")
