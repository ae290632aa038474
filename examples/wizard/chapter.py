# SPDX-License-Identifier: Apache-2.0
"""A chapter is Markdown with three additions: a name after its title, captions, and references.

    # Leases and fences {#fences}
    Table: A worker that sleeps          (a paragraph after a table; `Listing:` after code)
    (→ fences)                           (a reference to a chapter by its name)
"""

import re

TITLE = re.compile(r"^# (?P<title>.+?)(?: \{#(?P<name>[a-z]+)\})?$")
CAPTION = re.compile(r"^(?P<kind>Table|Listing): (?P<text>.+)$")
REFERENCE = re.compile(r"\(→ (?P<name>[a-z]+)\)")


def lines(text):
    """Yields (line, whether it is code)."""
    code = False
    for line in text.splitlines():
        fence = line.startswith("```")
        yield line, code or fence
        code = code != fence


def describe(file, number, text):
    """What the outline says of a chapter."""
    title = TITLE.match(text.splitlines()[0]) if text.strip() else None
    if not title:
        raise ValueError(f"{file} begins with no title; its first line has to be like: # Leases and fences {{#fences}}")
    prose = [line for line, code in lines(text) if not code]
    return {
        "file": file,
        "number": number,
        "title": title["title"],
        "name": title["name"] or f"chapter{number}",
        "sections": [line[3:] for line in prose if line.startswith("## ")],
        "tables": sum(line.startswith("Table: ") for line in prose),
        "listings": sum(line.startswith("Listing: ") for line in prose),
        "words": sum(len(line.split()) for line in prose),
        "references": sorted({found["name"] for line in prose for found in REFERENCE.finditer(line)}),
    }


def render(about, text, chapters):
    """The chapter with numbers before its title and captions, and with references to the titles of other chapters."""
    named = {chapter["name"]: chapter for chapter in chapters}
    counts = {"Table": 0, "Listing": 0}
    out = []
    for line, code in lines(text):
        caption = None if code else CAPTION.match(line)
        if not out:
            out.append(f"## {about['number']} {about['title']}")
        elif code:
            out.append(line)
        elif caption:
            counts[caption["kind"]] += 1
            out.append(f"*{caption['kind']} {about['number']}.{counts[caption['kind']]}: {caption['text']}*")
        elif line.startswith("## "):
            out.append("#" + line)
        else:
            out.append(REFERENCE.sub(lambda found: reference(named[found["name"]]), line))
    return "\n".join(out).strip() + "\n"


def reference(chapter):
    return f"(chapter {chapter['number']}, *{chapter['title']}*)"
