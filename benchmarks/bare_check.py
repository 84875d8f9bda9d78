"""The least that checking a spec can be: load it with PyYAML, validate it with jsonschema."""

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

schema, spec = (Path(name).read_bytes() for name in sys.argv[1:3])
data = yaml.load(spec, Loader=Yaml12Loader)
errors = list(jsonschema.Draft202012Validator(json.loads(schema)).iter_errors(data))
print(f"{sys.argv[2]}: {len(errors)} errors")
