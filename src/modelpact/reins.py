"""The reins of a partnership: the powers and gains of which ``balance`` says who has them.

A paragraph's braces name what it gives (``gives=suspend``), and to whom if not to whoever has its right.
"""

from __future__ import annotations

from typing import NamedTuple

NOBODY = "nobody"
"""What braces write where a paragraph says that no Party has the power."""

FOUND = ("law", "court", "seat", "chair")
"""Holders that no role names: the Party whose law or forum is chosen, and the one that chairs."""


class Rein(NamedTuple):
    """A power or a gain: its name in braces and what a reader calls it."""

    id: str
    title: str


class Group(NamedTuple):
    """Reins that are read together."""

    id: str
    title: str
    reins: tuple[Rein, ...]


GROUPS = (
    Group(
        "ending",
        "Stopping and ending",
        (
            Rein("end-at-will", "End the agreement at will"),
            Rein("revoke", "Take the licence back at will"),
            Rein("end-for-cause", "End it for a stated reason"),
            Rein("suspend", "Suspend Access"),
            Rein("recall", "Recall a Model for good"),
        ),
    ),
    Group(
        "deciding",
        "Deciding",
        (
            Rein("decide-release", "Decide on a release"),
            Rein("release-voice", "Be heard before a release"),
            Rein("veto-release", "Forbid a release"),
            Rein("amend-alone", "Change the terms alone"),
            Rein("consent", "Refuse a consent another needs"),
            Rein("instruct", "Limit the use of its systems"),
            Rein("choose-tests", "Choose the tests"),
            Rein("chair", "Chair the committee"),
            Rein("own-law", "Have its country’s law chosen"),
            Rein("own-forum", "Have its country’s forum chosen"),
        ),
    ),
    Group(
        "publishing",
        "Publishing",
        (
            Rein("publish", "Publish its Results"),
            Rein("review-publication", "Review a publication beforehand"),
            Rein("delay-publication", "Delay a publication"),
            Rein("veto-publication", "Forbid a publication"),
            Rein("tell-findings", "Make Safety Findings public"),
            Rein("see-agreement", "See the terms or a summary"),
        ),
    ),
    Group(
        "watching",
        "Watching",
        (
            Rein("audit", "Audit the other"),
            Rein("watch", "Record what the other enters"),
            Rein("train-on-inputs", "Train on what the other enters"),
            Rein("complain", "Complain and be answered"),
        ),
    ),
    Group(
        "risk",
        "Risk",
        (
            Rein("indemnified", "Be indemnified"),
            Rein("capped", "Owe no more than a stated sum"),
            Rein("safe-harbour", "Be safe from action over tests"),
        ),
    ),
    Group(
        "gains",
        "Who gains",
        (
            Rein("paid", "Money: be paid, or given computing"),
            Rein("access", "Access: use the Model"),
            Rein("own-results", "Results: own them"),
            Rein("use-results", "Results: use those of others"),
            Rein("own-feedback", "Feedback: own it"),
            Rein("use-feedback", "Feedback: use it for anything"),
            Rein("own-outputs", "Outputs: own them"),
            Rein("own-derivatives", "Derivatives: own what they add"),
            Rein("use-commercially", "Commercial use of the Model"),
            Rein("credit", "Credit: be cited or credited"),
        ),
    ),
)

REINS = {rein.id: rein for group in GROUPS for rein in group.reins}
"""All of them, by name."""
