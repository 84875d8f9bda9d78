"""Texts that some dialect or other would take for markup, and any others."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import strategies as st

FRAGMENTS = (
    *"\\`*_[]<>&$^~|{}\"'@#!:=-+.()%/;,",
    *("**Acme** | <img src=x>", "[x](javascript:1)", "{{ 7*7 }}", "{% raw %}", "![x](y)", "[^1]", "^[note]"),
    *("# H", "### H ###", "C#", "a\n===", "a\n---", "\n\n# H\n\n", "> q", "- item", "+ item", "* item"),
    *(
        "1. one",
        "1) one",
        "(1) one",
        "(a) one",
        "a. one",
        "iv) one",
        "A.  one",
        "#. one",
        "(@) x",
        "(@good) x",
    ),
    *(
        "2026.",
        "34.1 x",
        ": definition",
        "~ definition",
        "::: warning",
        "| line",
        "|---|",
        ":-:",
        "-:",
        "--:",
    ),
    *("Table: x", "table: x", "+---+", "+===+", "---", "...", "....", "***", "___", "~~~", "```", "    code"),
    *(
        "http://x.org",
        "https://x.org/?a=1",
        "www.x.org",
        "WWW.x.org",
        "ftp://x",
        "<https://x.org>",
        ":smile:",
    ),
    *(
        "a_b_c",
        "_a_",
        "__a__",
        "a*b*c",
        "~~x~~",
        "H~2~O",
        "x^2^",
        "$x$",
        "$$y$$",
        "$5 and $6",
        "\\(x\\)",
        "\\[",
    ),
    *(
        "&amp;",
        "&#42;",
        "&copy",
        "&copy;",
        "AT&T",
        "<a id=x>",
        "</a>",
        "<!-- x -->",
        "<script>",
        "]]>",
        "<?x?>",
    ),
    *("ada@x.org", "a.b_c+d@x-y.org", "x.@y", "_@y", "(ada@x)", "ada@x;@smith", "é@x"),
    *("@smith", "[@smith]", "-@smith", "don't", "'quoted'", '"quoted"', "\\", "\\\\", "\\|", "|\\", "x  \ny"),
    *(
        "x\\\ny",
        "  lead",
        "tail  ",
        "\u0338",
        "e\u0301",
        "\u00a0",
        "“q”",
        "[x]: /y",
        "[modelpact]: <>",
        "{#id}",
    ),
    *(
        "GPT-2",
        "774M",
        "e.g. this",
        "[x]{.y}",
        "`x`{=html}",
        "\\begin{x}",
        "\\newpage",
        "- [ ] task",
        "\tx",
        "é",
    ),
)

fragments = st.lists(st.sampled_from([*FRAGMENTS, " ", "a", "1", "\n"]), min_size=1, max_size=8).map("".join)
anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
values = st.one_of(fragments, anything).filter(lambda text: bool(text.strip("\x00").strip()))


def shown(text: str) -> str:
    """The text as a reader sees it: spaces folded, what can't be printed replaced, composed."""
    text = re.sub(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+", " ", text)
    text = re.sub(r"[\x00-\x1f\x7f-\x9f]", "\ufffd", text)
    return " ".join(unicodedata.normalize("NFC", text).split())
