"""Braces become norms, or an error that names the file, the line and what is wrong."""

from __future__ import annotations

import pytest

from modelpact import form, norms
from modelpact.agreement import Clock, Gift
from modelpact.diagnostics import FormError


@pytest.mark.parametrize(
    ("inside", "clock"),
    [
        (
            "duty=each within=destruction.days after=x",
            Clock("by", (), None, "days", "x", source=("destruction", "days")),
        ),
        ('duty=each within="5 days" before="a vote"', Clock("by", (), 5, "days", "a vote", before=True)),
        ('duty=each within=promptly after="a vote"', Clock("by", (), 10, "days", "a vote")),
        ('duty=each for="1 year" after=x', Clock("for", (), 1, "years", "x")),
        ('right=each from="2 months" after=x', Clock("from", (), 2, "months", "x")),
        ('duty=each every="1 week"', Clock("every", (), 1, "weeks")),
        ('duty=each before="the start of Access"', Clock("by", event="the start of Access", before=True)),
        ("duty=each by=bias.report_due", Clock("by", ("bias.report_due",))),
        (
            'duty=each by="evaluation.deliverables.due, the end of the Term"',
            Clock("by", ("evaluation.deliverables.due", "the end of the Term")),
        ),
        ('on="access.start, the Effective Date"', Clock("on", ("access.start", "the Effective Date"))),
        ("duty=each to=public,workers", None),
    ],
)
def test_a_time_is_read(inside: str, clock: Clock | None) -> None:
    found = norms.norm(norms.settings(inside)[1], NO_NUMBERS)  # type: ignore[arg-type]
    assert found.clock == clock


class NoNumbers:
    """A spec that says nothing."""

    def at(self, _: object) -> None:
        return None


NO_NUMBERS = NoNumbers()


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("#a wrong=provider", '"wrong" is no setting of a paragraph'),
        ("#a right=each gives=suspended", '"suspended" is no rein; there are end-at-will'),
        ("#a right=each gives=suspend:owner", '"owner" holds no rein; there are nobody, provider'),
        ("#a gives=suspend", 'gives "suspend" names nobody; add right, or suspend:ROLE'),
        ("#a duty=owner", '"owner" is no role; there are provider, recipient, each'),
        (
            "#a duty=each within=destruction.days",
            'within "destruction.days" has no event; add after or before',
        ),
        ("#a duty=each within=destruction.dys after=x", 'within "destruction.dys" is not a period'),
        ("#a duty=each within=bias.report_due after=x", 'within "bias.report_due" is not a period'),
        ("#a duty=each by=destruction.days", 'by "destruction.days" is not a date'),
        ('#a duty=each by="the end of time"', 'by "the end of time" is not a date'),
        (
            "#a duty=each from=title",
            'from "title" is not a period, such as "5 days" or destruction.days, or a date, such as term.end',
        ),
        (
            "#a duty=each by=bias.report_due after=x",
            'by "bias.report_due" is a date; no event goes with it',
        ),
        ("#a duty=each by=term.end every=term.months", "every and by cannot both be said"),
        ("#a duty=each within=term.months after=x before=y", "after and before cannot both be said"),
        ('#a duty=each before="a vote"', 'before "a vote" says no time; add within'),
        ('#a duty=each after="the Effective Date"', 'after "the Effective Date" says no time; add within'),
        ("#a duty=each, and so on", "cannot read {#a duty=each, and so on} at 'and so on'"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(inside: str, message: str) -> None:
    """Also in a branch that no agreement takes."""
    clause = (
        f"---\ntitle: A title\n---\n1. Before.\n{{% if false %}}\n1. Wrong. {{{inside}}}\n{{% endif %}}\n"
    )
    with pytest.raises(FormError) as raised:
        form.template({"clauses/a.md": clause.encode()}, "clauses/a.md")
    assert str(raised.value).startswith(f"clauses/a.md:6: {message}")


@pytest.mark.parametrize(
    ("inside", "gifts"),
    [
        ("right=provider gives=suspend", [Gift("suspend", ("provider",))]),
        ("right=provider,recipient gives=consent:each", [Gift("consent", ("each",))]),
        ("gives=revoke:nobody,own-law:law", [Gift("revoke"), Gift("own-law", ("law",))]),
    ],
)
def test_what_a_paragraph_gives_goes_to_who_has_its_right_unless_it_says_more(
    inside: str, gifts: list[Gift]
) -> None:
    assert list(norms.norm(norms.settings(inside)[1], NO_NUMBERS).gives) == gifts  # type: ignore[arg-type]
