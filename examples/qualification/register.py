# SPDX-License-Identifier: Apache-2.0
"""Asks the register of companies for one company: is it still there, and under which number?

This stands in for a service that costs something for each request, is busy now and then, and sometimes gives no answer at
all. What it answers is made up, and the same each time it is asked. Each request is a line in requests.csv, beside the report:
who pays for them can see that nothing was asked twice."""

import hashlib
import os

import pawl_stage as pawl
from report import folder_of

COURTS = {"DE": "HRB", "AT": "FN", "CH": "CHE", "FR": "RCS", "IT": "REA", "GB": "CRN", "NL": "KvK", "ES": "RM"}


def digest(company):
    return int(hashlib.sha256(f"{company['id']} {company['name']}".encode()).hexdigest()[:12], 16)


def is_busy(company, tries):
    """One of eight is not answered the first time."""
    return tries == 1 and digest(company) % 8 == 0


def answer(company):
    number = digest(company)
    return {"id": company["id"], "number": f"{COURTS.get(company['country'], 'Reg.')} {10_000 + number % 890_000}", "active": number % 29 != 0}


def closed(given):
    """Countries whose register gives no answer: those named in a file, so that it can be tried out."""
    try:
        with open(given.get("closed") or "closed.txt", encoding="utf-8") as file:
            return set(file.read().split())
    except FileNotFoundError:
        return set()


def tries(attempt):
    """The attempt's id is run/stage/generation/number/item."""
    return int(attempt.split("/")[3]) if attempt.count("/") == 4 else 0


def note(given, attempt, company, said):
    """One write of one line: several items do so at the same time."""
    folder = folder_of(given)
    try:
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "requests.csv"), "ab", buffering=0) as file:
            file.write(f"{attempt};{company['id']};{said}\n".encode())
    except OSError as error:
        pawl.say(f"the request is not noted: {error.strerror}")  # `report` says what to do about the folder


def main():
    stage = pawl.read()
    given, company = stage["input"], stage["item"]
    attempt = os.environ.get("PAWL_ATTEMPT", "")
    if company["country"] in closed(given):
        note(given, attempt, company, "closed")
        pawl.fail(f"the register of {company['country']} does not answer; ask again later, with pawl resume")
    if is_busy(company, tries(attempt)):
        note(given, attempt, company, "busy")
        pawl.fail("the register is busy")
    note(given, attempt, company, "answered")
    pawl.write(answer(company))


if __name__ == "__main__":
    main()
