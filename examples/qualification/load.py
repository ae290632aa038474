# SPDX-License-Identifier: Apache-2.0
"""Reads the list and sets aside what is no company: each rejected row with the reason, so that a person can mend it."""

import csv
import datetime
import os
import re

import pawl_stage as pawl

FIELDS = ["name", "country", "city", "website", "email", "phone", "vat_id", "employees", "revenue", "industry", "founded", "notes"]
EMPTY = {"", "-", "--", "n/a", "na", "none", "null", "unknown", "unbekannt", "?", "k.a.", "k. a.", "tbd", "#n/v", "#ref!"}
TEST_ROW = re.compile(r"\b(test|asdf\w*|lorem|dummy|do not use|xxx+)\b", re.IGNORECASE)
# UTF-8 that someone has read as Windows-1252: "Ã¼" instead of "ü".
MOJIBAKE = re.compile("[ÂÃÅÄâ][\u0080-\u00bf\u0152-\u2122]")


def decode(line):
    """Lists that went through several programs have lines in several encodings."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def mend(text):
    """Repairs text that was decoded with the wrong encoding, once or twice; leaves any other alone."""
    for _ in range(2):
        if not MOJIBAKE.search(text):
            break
        try:
            text = b"".join(_byte(letter) for letter in text).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            break
    return text


def _byte(letter):
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def value(text):
    text = re.sub(r"[\s\u00a0\u200b\ufeff]+", " ", mend(text)).strip().strip('"').strip()
    return "" if text.lower() in EMPTY else text


def why_unusable(row):
    if len(re.sub(r"[\W\d_]", "", row["name"])) < 2:
        return "no name"
    if TEST_ROW.search(row["name"]):
        return "a test entry"
    if not (row["website"] or row["email"] or row["phone"]):
        return "no website, e-mail or phone"
    return None


def parse(data, progress=lambda lines: lines):
    """The bytes of a CSV file -> (rows, rejected). Row numbers are those of the file, the header being line 1."""
    lines = [decode(line) for line in data.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
    if not lines:
        raise ValueError("the file is empty")
    delimiter = max(",;\t", key=lines[0].count)
    header = [name.strip().lower() for name in next(csv.reader([lines[0]], delimiter=delimiter))]
    missing = [name for name in FIELDS if name not in header]
    if missing:
        raise ValueError(f"the header lacks {', '.join(missing)}; it has {', '.join(header)}")
    rows, rejected = [], []
    for number, line in enumerate(progress(lines[1:]), start=2):
        cells = next(csv.reader([line], delimiter=delimiter))
        if len(cells) != len(header):
            rejected.append({"row": number, "name": value(cells[0]), "why": f"{len(cells)} columns instead of {len(header)}"})
            continue
        row = dict(zip(header, map(value, cells)))
        why = why_unusable(row)
        if why:
            rejected.append({"row": number, "name": row["name"], "why": why})
        else:
            rows.append({"id": number, **{name: row[name] for name in FIELDS}})
    return rows, rejected


def main():
    given = pawl.read()["input"] or {}
    missing = [name for name in ("campaign", "companies") if not given.get(name)]
    if missing:
        pawl.fail(f"the input lacks {' and '.join(missing)}; " 'give it for example as --input \'{"campaign": "spring", "companies": "companies.csv"}\'')
    path = os.path.abspath(given["companies"])
    try:
        with open(path, "rb") as file:
            rows, rejected = parse(file.read(), lambda lines: pawl.progress(lines, "rows read"))
    except OSError as error:
        pawl.fail(f"cannot read {path}: {error.strerror}; a relative path starts at the folder of the pipeline file")
    except ValueError as error:
        pawl.fail(f"cannot use {path}: {error}")
    pawl.count(rows=len(rows), rejected=len(rejected))
    # The date is read here, once: what comes later gives the same result whenever it is repeated.
    today = given.get("today") or datetime.date.today().isoformat()
    pawl.write({"today": today, "file": os.path.basename(path), "read": len(rows) + len(rejected), "rows": rows, "rejected": rejected})


if __name__ == "__main__":
    main()
