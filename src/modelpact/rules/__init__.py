"""The rules that look across fields. To add one: a function in a family's module, and its line in RULES."""

from __future__ import annotations

from collections.abc import Iterator

from modelpact.diagnostics import Diagnostic, Related, Severity
from modelpact.letters import is_about_letter, over_master
from modelpact.rules import (
    access,
    cards,
    dates,
    embargo,
    ending,
    law,
    letters,
    models,
    origins,
    overrides,
    own_words,
    parties,
    privacy,
    publication,
    references,
    regulation,
    release,
    security,
    use,
    whole,
)
from modelpact.rules.rule import Finding, Rule
from modelpact.spec import Spec, is_letter

ERROR, WARNING, INFORMATION = Severity.ERROR, Severity.WARNING, Severity.INFORMATION

RULES: tuple[Rule, ...] = (
    Rule(dates.term_ends_before_start, ERROR, ("term-and-termination",)),
    Rule(dates.term_long, WARNING, ("term-and-termination",)),
    Rule(dates.access_outside_term, ERROR, ("access-mode-and-location", "term-and-termination")),
    Rule(dates.access_ends_before_start, ERROR, ("access-mode-and-location",)),
    Rule(embargo.embargo_outlives_agreement, ERROR, ("publication", "survival")),
    Rule(embargo.embargo_long, WARNING, ("publication",)),
    Rule(publication.publication_review_long, WARNING, ("publication",)),
    Rule(publication.publication_delay_excessive, WARNING, ("publication",)),
    Rule(publication.publication_by_consent, WARNING, ("publication",)),
    Rule(publication.publication_no_deemed_approval, WARNING, ("publication",)),
    Rule(embargo.confidentiality_ends_before_embargo, WARNING, ("confidentiality", "publication")),
    Rule(publication.confidentiality_perpetual, WARNING, ("confidentiality",)),
    Rule(release.release_stage_out_of_order, ERROR, ("release-stages",)),
    Rule(release.release_stage_date_passed, WARNING, ("release-stages",)),
    Rule(release.release_stages_missing, ERROR, ("release-stages",)),
    Rule(release.release_effect_continues, WARNING, ("release-stages",)),
    Rule(embargo.findings_clock_blocked, WARNING, ("findings-disclosure", "publication")),
    Rule(dates.deliverable_after_access, WARNING, ("evaluation-plan", "term-and-termination")),
    Rule(parties.provider_or_recipient_missing, ERROR, ("parties-and-roles",)),
    Rule(parties.parties_too_few, ERROR, ("parties-and-roles",)),
    Rule(parties.signatory_missing, ERROR, ("parties-and-roles",)),
    Rule(parties.signatory_is_researcher, WARNING, ("parties-and-roles",)),
    Rule(parties.exchange_role_one_way, ERROR, ("parties-and-roles",)),
    Rule(references.reference_unknown, ERROR),
    Rule(references.country_code_unknown, ERROR, ("parties-and-roles",)),
    Rule(parties.incident_contact_missing, WARNING, ("governance-and-contacts", "security-incident")),
    Rule(parties.kind_party_count, WARNING, ("parties-and-roles",)),
    Rule(models.checksum_missing, WARNING, ("delivery-and-integrity",)),
    Rule(models.checksum_invalid, ERROR, ("delivery-and-integrity",)),
    Rule(models.parameter_count_mismatch, WARNING, ("model-description",)),
    Rule(cards.card_licence_differs, WARNING, ("model-description", "licence-grant")),
    Rule(cards.card_licence_narrower, WARNING, ("licence-grant", "permitted-purpose")),
    Rule(cards.card_base_model_differs, WARNING, ("model-description", "licence-grant")),
    Rule(models.model_provider_not_provider, ERROR, ("parties-and-roles",)),
    Rule(access.hosted_access_with_files, ERROR, ("access-mode-and-location", "model-description")),
    Rule(
        access.access_location_forbidden,
        ERROR,
        ("access-mode-and-location", "licence-grant", "export-and-sanctions"),
    ),
    Rule(security.security_level_low, WARNING, ("security-controls",)),
    Rule(security.security_level_unreachable, WARNING, ("security-controls",)),
    Rule(access.contractors_unbound, WARNING, ("authorised-users", "no-onward-transfer")),
    Rule(access.users_over_maximum, ERROR, ("authorised-users",)),
    Rule(access.partner_inputs_trained_on, WARNING, ("access-mode-and-location",)),
    Rule(use.commercial_use_forbidden, ERROR, ("permitted-purpose", "licence-grant")),
    Rule(use.use_permitted_and_prohibited, ERROR, ("permitted-purpose", "prohibited-uses")),
    Rule(use.red_team_without_safe_harbour, WARNING, ("good-faith-testing", "prohibited-uses")),
    Rule(
        use.derivative_release_leaks_weights, WARNING, ("derivatives-and-modifications", "no-onward-transfer")
    ),
    Rule(use.prohibition_vague, WARNING, ("prohibited-uses",)),
    Rule(use.study_needs_outputs, WARNING, ("outputs-and-distillation", "prohibited-uses")),
    Rule(privacy.transfer_mechanism_missing, ERROR, ("personal-data",)),
    Rule(privacy.personal_data_in_weights_unknown, WARNING, ("personal-data",)),
    Rule(regulation.ethics_approval_missing, WARNING, ("research-ethics",)),
    Rule(regulation.export_unscreened, WARNING, ("export-and-sanctions",)),
    Rule(regulation.regulatory_documents_missing, WARNING, ("ai-regulation-documents",)),
    Rule(origins.provenance_withheld_unexplained, ERROR, ("data-provenance",)),
    Rule(origins.funding_undisclosed, WARNING, ("funding-and-interests",)),
    Rule(origins.labour_unknown, INFORMATION, ("labour-and-consent",)),
    Rule(origins.benefits_one_sided, WARNING, ("benefit-sharing",)),
    Rule(origins.partner_work_unrewarded, WARNING, ("ip-results-and-feedback", "benefit-sharing")),
    Rule(origins.pay_depends_on_result, WARNING, ("independence-and-non-retaliation",)),
    Rule(origins.bias_study_unscoped, WARNING, ("bias-and-inclusion-evaluation",)),
    Rule(origins.affected_communities_no_route, INFORMATION, ("affected-communities",)),
    Rule(law.law_forum_mismatch, WARNING, ("disputes-and-law",)),
    Rule(law.public_body_terms, WARNING, ("disputes-and-law", "liability-and-indemnity")),
    Rule(law.risk_one_sided, WARNING, ("liability-and-indemnity",)),
    Rule(law.liability_cap_unusable, ERROR, ("liability-and-indemnity",)),
    Rule(ending.termination_no_wind_down, WARNING, ("term-and-termination",)),
    Rule(ending.survival_of_absent_clause, ERROR, ("survival",)),
    Rule(ending.destruction_weak, WARNING, ("return-or-destruction",)),
    Rule(ending.suspension_open_ended, WARNING, ("suspension-and-recall",)),
    Rule(whole.exchange_asymmetric, WARNING, ("parties-and-roles",)),
    Rule(whole.self_review, WARNING, ("governance-and-contacts",)),
    Rule(whole.final_not_ready, ERROR),
    Rule(own_words.override_unexplained, WARNING, ("structure-and-precedence",)),
    Rule(overrides.mandatory_clause_excluded, ERROR),
    Rule(overrides.mandatory_clause_replaced, WARNING),
    Rule(overrides.clause_id_taken, ERROR),
    Rule(overrides.clause_place_unclear, ERROR),
    Rule(overrides.term_defined_twice, ERROR, ("definitions",)),
    Rule(overrides.standard_term_redefined, WARNING, ("definitions",)),
    Rule(letters.master_of_no_letter, WARNING, ("structure-and-precedence",)),
    Rule(letters.master_not_a_master, ERROR, ("structure-and-precedence",)),
    Rule(letters.master_id_differs, ERROR, ("letter-master",)),
    Rule(letters.master_file_differs, ERROR, ("letter-master",)),
    Rule(letters.letter_kind_differs, ERROR, ("letter-master",)),
    Rule(letters.letter_party_outside_master, WARNING, ("letter-parties",)),
    Rule(letters.letter_beyond_master, WARNING, ("letter-models",)),
    Rule(letters.letter_repeats_master, INFORMATION, ("letter-values",)),
    Rule(letters.letter_changes_clauses, ERROR, ("letter-values",)),
    Rule(letters.letter_clause_misplaced, ERROR),
)


def findings(spec: Spec) -> Iterator[Diagnostic]:
    """Everything that the rules find, each with its id, its weight and its place."""
    letter = is_letter(spec.data)
    whole = over_master(spec) if letter else spec
    for rule in RULES:
        for finding in rule.find(whole):
            if not letter or is_about_letter(spec, (finding.path, *(path for path, _ in finding.related))):
                yield _diagnostic(rule, finding, whole)


def _diagnostic(rule: Rule, finding: Finding, spec: Spec) -> Diagnostic:
    return Diagnostic(
        rule=rule.id,
        severity=finding.severity or rule.severity,
        message=finding.message,
        span=spec.span(finding.path),
        hint=finding.hint,
        path=finding.path,
        related=tuple(
            Related(spec.span(path), message) for path, message in finding.related if spec.is_written(path)
        ),
        clauses=rule.clauses,
    )
