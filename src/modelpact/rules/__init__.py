"""The rules that look across fields. To add one: a function in a family's module, and its line in RULES."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.diagnostics import Diagnostic, Path, Related, Severity, Span
from modelpact.rules import dates, models, overrides, parties
from modelpact.rules.rule import Finding, Rule
from modelpact.spec import Spec

ERROR, WARNING = Severity.ERROR, Severity.WARNING

RULES: tuple[Rule, ...] = (
    Rule(dates.term_ends_before_start, ERROR, ("term-and-termination",)),
    Rule(dates.publication_review_long, WARNING, ("publication",)),
    Rule(dates.release_stages_missing, ERROR, ("release-stages",)),
    Rule(dates.release_stage_out_of_order, ERROR, ("release-stages",)),
    Rule(parties.provider_or_recipient_missing, ERROR, ("parties-and-roles",)),
    Rule(parties.parties_too_few, ERROR, ("parties-and-roles",)),
    Rule(parties.reference_unknown, ERROR),
    Rule(models.checksum_missing, WARNING, ("delivery-and-integrity",)),
    Rule(overrides.mandatory_clause_excluded, ERROR),
    Rule(overrides.mandatory_clause_replaced, WARNING),
    Rule(overrides.clause_id_taken, ERROR),
    Rule(overrides.clause_place_unclear, ERROR),
    Rule(overrides.term_defined_twice, ERROR, ("definitions",)),
    Rule(overrides.standard_term_redefined, WARNING, ("definitions",)),
)


def findings(spec: Spec) -> Iterator[Diagnostic]:
    """Everything that the rules find, each with its id, its weight and its place."""
    for rule in RULES:
        for finding in rule.find(spec):
            yield _diagnostic(rule, finding, spec)


def _diagnostic(rule: Rule, finding: Finding, spec: Spec) -> Diagnostic:
    return Diagnostic(
        rule=rule.id,
        severity=finding.severity or rule.severity,
        message=finding.message,
        span=_span(spec, finding.path),
        hint=finding.hint,
        path=finding.path,
        related=tuple(Related(_span(spec, path), message) for path, message in finding.related),
        clauses=rule.clauses,
    )


def _span(spec: Spec, path: Path) -> Span:
    """A single value's own place; of a list or a group of fields, its name's."""
    is_group = isinstance(spec.at(path), list | dict)
    return spec.source.key_span(path) if is_group else spec.source.value_span(path)
