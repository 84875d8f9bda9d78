"""What a check finds before and beside the rules: in YAML, in characters, by the schema, by a playbook.

Errors about the file itself cannot be silenced by anybody, and what a playbook finds not by the spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from modelpact.diagnostics import Severity

ERROR, WARNING, INFORMATION = Severity.ERROR, Severity.WARNING, Severity.INFORMATION


class OwnFinding(NamedTuple):
    """One kind of finding that no rule makes: how much it weighs, what it reports, and why it matters."""

    severity: Severity
    summary: str
    why: str
    may_be_left_out: bool = False
    """Whether whoever asks for the check may silence it, although it is an error."""


OWN_FINDINGS: Mapping[str, OwnFinding] = {
    "card-unreadable": OwnFinding(
        ERROR,
        "A model card that the spec names is missing, has errors or lies outside the project folder.",
        "The spec cannot be compared with the card. Where it is not at hand, leave model_card_file out; it is"
        " not printed. model_card says where the public reads it.",
    ),
    "duplicate-field": OwnFinding(
        ERROR,
        "A field is given twice in the same group.",
        "Most YAML readers silently keep the last one, so two people who read the file could each believe in"
        " another value.",
    ),
    "empty-file": OwnFinding(
        ERROR,
        "The file says nothing, or holds nothing but comments.",
        "There is no agreement to make of it. Copy an example and change it.",
    ),
    "extends-cycle": OwnFinding(
        ERROR,
        "A file of house terms extends a file that extends it in its turn.",
        "Terms lower down give way to those above them; in a circle nobody can say which come first.",
    ),
    "extends-unreadable": OwnFinding(
        ERROR,
        "A file that the spec extends is missing, is no file, or lies outside the project folder.",
        "Without it the spec's terms are not known. Files outside the folder are not read, because a report"
        " would show their lines to whoever named them.",
    ),
    "field-name-not-text": OwnFinding(
        ERROR,
        "Something that is no text stands where a field's name belongs: a number, a list, true or nothing.",
        "No field has such a name; usually a colon or a quotation mark is missing.",
    ),
    "fields-missing": OwnFinding(
        ERROR,
        "The file is a text or a list, not a set of fields.",
        "A spec is fields, each a name, a colon and a value. Usually the first line has lost its colon.",
    ),
    "foreign-digits": OwnFinding(
        WARNING,
        "A number is written in digits other than 0 to 9.",
        "Readers of other scripts may not be able to read it, and programs do not take it for a number.",
    ),
    "glyph-missing": OwnFinding(
        WARNING,
        "The document's fonts have no letter for a character.",
        "It would print as a box. It is an error where the spec is rendered to a format that prints.",
    ),
    "hidden-character": OwnFinding(
        ERROR,
        "A character hides, reorders or changes what a reader sees.",
        "What counsel reads would not be what the program reads: a sentence could be written so that it shows"
        " its words in another order.",
    ),
    "list-too-long": OwnFinding(
        ERROR, "A list has more entries than the schema allows.", "Nobody could read the agreement."
    ),
    "list-too-short": OwnFinding(
        ERROR,
        "A list has fewer entries than the schema asks for.",
        "An agreement needs them: two parties, one model.",
    ),
    "master-unreadable": OwnFinding(
        ERROR,
        "A file of its master that a letter names is missing, has errors or lies outside the project folder.",
        "The letter cannot be compared with its master. Where the files are not at hand, leave master.file"
        " and master.spec out; the letter prints neither.",
    ),
    "missing-field": OwnFinding(
        ERROR,
        "A field that every spec needs is not there, or is left empty.",
        "The agreement would have a hole. A value that is not known yet is written TBC.",
    ),
    "mixed-scripts": OwnFinding(
        WARNING,
        "A word mixes letters of several scripts that look alike.",
        "A Cyrillic letter in a Latin name makes another name of it, which no search and no court register"
        " finds.",
    ),
    "not-normalised": OwnFinding(
        WARNING,
        "A text is not in Unicode's normal form C.",
        "The same word can then be written in two ways, and a search for one misses the other.",
    ),
    "not-utf-8": OwnFinding(
        ERROR,
        "The file is not written in UTF-8.",
        "Guessing the encoding would change names. Save the file as UTF-8.",
    ),
    "out-of-range": OwnFinding(
        ERROR,
        "A number is smaller or larger than the schema allows.",
        "Days, months and counts have limits beyond which they are slips of the pen.",
    ),
    "playbook-clause": OwnFinding(
        ERROR,
        "A clause on which the house's playbook insists, or through which its positions work, is not in the"
        " agreement or has other words.",
        "The house agrees to nothing without it. The playbook says how much that weighs and gives the reason;"
        " a spec, which the other side may have written, cannot silence it. Where a position's field works"
        " through a clause in other words, it is a warning: the field may then say nothing.",
        may_be_left_out=True,
    ),
    "playbook-contradiction": OwnFinding(
        ERROR,
        "A position of a playbook allows and forbids the same, or prefers what it does not allow.",
        "No spec could meet it, or none as the house would like it best.",
    ),
    "playbook-names-unknown": OwnFinding(
        ERROR,
        "A playbook names a field, a value, a clause or a condition that there is not.",
        "Nothing would ever depart from such a position, and the house would think itself safe. It is a"
        " warning where a word of your own is almost one of the form's.",
    ),
    "playbook-position": OwnFinding(
        ERROR,
        "A value is not one that the house's playbook allows.",
        "The house has decided in advance what it can live with, so that a negotiator need not. The playbook"
        " says how much that weighs, gives the reason and the way back; a spec, which the other side may have"
        " written, cannot silence it. What is TBC is passed over.",
        may_be_left_out=True,
    ),
    "playbook-preference": OwnFinding(
        INFORMATION,
        "A value is one that the house's playbook allows, but not the one that it would like best.",
        "There is room to ask for more, and what was given away can be counted when something is asked for"
        " in return. Where only a largest or only a smallest number is set, a better one than preferred is"
        " fine.",
    ),
    "several-documents": OwnFinding(
        ERROR,
        "A second YAML document starts in the file.",
        "A file holds one agreement; most readers look at the first document only.",
    ),
    "text-too-long": OwnFinding(
        ERROR,
        "A text has more characters than the schema allows.",
        "It would not fit where the agreement prints it.",
    ),
    "too-deep": OwnFinding(
        ERROR,
        "Too many levels of fields and lists stand inside each other.",
        "A spec needs fewer than ten; more exhaust the programs that read it.",
    ),
    "too-large": OwnFinding(
        ERROR,
        "The file has more bytes, names or values than are read.",
        "Specs have some hundred lines; a file of this size is none, or is meant to keep the program busy.",
    ),
    "unknown-field": OwnFinding(
        ERROR,
        "A field is not one of those that may stand there.",
        "Usually it is misspelt or stands one level off, and the term that it should set would keep its"
        " default. Fields of your own begin with x-.",
    ),
    "value-not-accepted": OwnFinding(
        ERROR,
        "A value is not of the form, or not one of the choices, that the field takes.",
        "The clause that prints it would say nothing, or something else than was meant.",
    ),
    "version-unread": OwnFinding(
        ERROR,
        "The file is written for another version of the format, or is a playbook where a spec belongs.",
        "Its fields could mean something else there.",
    ),
    "yaml-alias": OwnFinding(
        ERROR,
        "The file names a part to repeat it elsewhere, or repeats one.",
        "A reader of the place where it is repeated does not see what stands there. Text that begins with *"
        " or & must stand in quotes.",
    ),
    "yaml-directive": OwnFinding(
        ERROR,
        "A line gives instructions to the YAML reader.",
        "It could change what the rest of the file means.",
    ),
    "yaml-syntax": OwnFinding(
        ERROR,
        "The file cannot be read as YAML.",
        "Usually the indentation, a quotation mark, a bracket or a colon is wrong on that line or the one"
        " before.",
    ),
    "yaml-tag": OwnFinding(
        ERROR,
        "A value carries a tag, a word that begins with an exclamation mark.",
        "Tags tell YAML readers to make something other than text, in some even to run programs. Text that"
        " begins with ! must stand in quotes.",
    ),
}
