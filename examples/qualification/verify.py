# SPDX-License-Identifier: Apache-2.0
"""Says what of a company can be believed: check digits of the VAT id, syntax of the e-mail address, figures that fit together.

The check digits tell a mistyped number from a possible one; whether it was ever issued, only the tax office knows."""

import re

import pawl_stage as pawl

PATTERNS = {
    "AT": r"U\d{8}",
    "BE": r"[01]\d{9}",
    "CH": r"E\d{9}(?:MWST|TVA|IVA)?",
    "CZ": r"\d{8}",
    "DE": r"[1-9]\d{8}",
    "DK": r"\d{8}",
    "ES": r"[ABCDEFGHJNPQRSUVW]\d{7}[0-9A-J]",
    "FI": r"\d{8}",
    "FR": r"\d{11}",
    "GB": r"\d{9}",
    "IE": r"\d{7}[A-W][A-I]?",
    "IT": r"\d{11}",
    "NL": r"\d{9}B\d{2}",
    "PL": r"\d{10}",
    "PT": r"[1-9]\d{8}",
    "SE": r"\d{10}01",
}


def weighted(digits, weights):
    return sum(int(digit) * weight for digit, weight in zip(digits, weights))


def luhn(digits):
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def iso7064_mod_11_10(digits):
    product = 10
    for digit in digits[:-1]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(digits[-1])


def austria(number):
    total = sum(sum(divmod(int(digit) * weight, 10)) for digit, weight in zip(number[1:8], (1, 2, 1, 2, 1, 2, 1)))
    return (6 - total) % 10 == int(number[8])


def czechia(number):
    check = (11 - weighted(number, range(8, 1, -1)) % 11) % 10
    return number[0] != "9" and check == int(number[7])


def spain(number):
    digits = number[1:8]
    total = sum(map(int, digits[1::2])) + sum(sum(divmod(2 * int(digit), 10)) for digit in digits[0::2])
    check = -total % 10
    return number[8] in (str(check), "JABCDEFGHI"[check])


def ireland(number):
    total = weighted(number, range(8, 1, -1)) + (9 * (ord(number[8]) - 64) if len(number) == 9 else 0)
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == number[7]


def netherlands(number):
    total = weighted(number, range(9, 1, -1)) % 11
    if total == int(number[8]):
        return True
    letters = "".join(str(int(letter, 36)) for letter in "NL" + number)  # sole traders since 2020: as in an IBAN
    return int(letters) % 97 == 1


def united_kingdom(number):
    total = weighted(number, range(8, 1, -1)) + int(number[7:9])
    return total % 97 in (0, 42)


def eleven_minus(number, weights):
    """The check digit is 11 minus the rest; 10 is never issued."""
    check = (11 - weighted(number, weights) % 11) % 11
    return check < 10 and check == int(number[len(weights)])


CHECKS = {
    "AT": austria,
    "BE": lambda number: 97 - int(number[:8]) % 97 == int(number[8:]),
    "CH": lambda number: eleven_minus(number[1:10], (5, 4, 3, 2, 7, 6, 5, 4)),
    "CZ": czechia,
    "DE": iso7064_mod_11_10,
    "DK": lambda number: number[0] != "0" and weighted(number, (2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0,
    "ES": spain,
    "FI": lambda number: eleven_minus(number, (7, 9, 10, 5, 8, 4, 2)),
    "FR": lambda number: luhn(number[2:]) and (12 + 3 * int(number[2:])) % 97 == int(number[:2]),
    "GB": united_kingdom,
    "IE": ireland,
    "IT": lambda number: number[:7] != "0000000" and luhn(number),
    "NL": netherlands,
    "PL": lambda number: weighted(number, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(number[9]),
    "PT": lambda number: (11 - weighted(number, range(9, 1, -1)) % 11) % 11 % 10 == int(number[8]),
    "SE": lambda number: luhn(number[:10]),
}


def vat(number, country=""):
    """-> (valid | missing | broken, what is wrong with it)"""
    if not number:
        return "missing", "no VAT id"
    prefix, rest = number[:2], number[2:]
    if prefix not in PATTERNS:
        return "broken", f"VAT id {number} has no known country"
    if not re.fullmatch(PATTERNS[prefix], rest):
        return "broken", f"VAT id {number} has not the form of {prefix}"
    if not CHECKS[prefix](rest):
        return "broken", f"VAT id {number} fails its check digit"
    if country and prefix != country:
        return "broken", f"VAT id {number} is of {prefix}, the company of {country}"
    return "valid", ""


LOCAL = re.compile(r"[a-z0-9_+-]+(\.[a-z0-9_+-]+)*")
LABEL = re.compile(r"[a-z0-9äöüéèñøåæç]([a-z0-9äöüéèñøåæç-]{0,61}[a-z0-9äöüéèñøåæç])?")
THROW_AWAY = {"mailinator.com", "example.com", "test.com", "trashmail.com"}


def email(address):
    """-> (valid | missing | broken, what is wrong with it)"""
    if not address:
        return "missing", "no e-mail"
    local, at, domain = address.partition("@")
    labels = domain.split(".")
    if not (at and LOCAL.fullmatch(local) and len(labels) > 1 and all(map(LABEL.fullmatch, labels)) and labels[-1].isalpha() and len(labels[-1]) > 1):
        return "broken", f"e-mail {address} cannot be right"
    if domain in THROW_AWAY:
        return "broken", f"e-mail {address} is a throw-away"
    return "valid", ""


def figures(company, year):
    """What cannot be, in founded, employees and revenue; each with its reason."""
    founded, employees, revenue = company["founded"], company["employees"], company["revenue"]
    if founded and founded > year:
        yield "founded", f"founded in {founded}, which is still to come"
    if employees is not None and not 1 <= employees <= 400_000:
        yield "employees", f"{employees:,} employees"
    if revenue is not None and revenue < 1_000:
        yield "revenue", f"revenue of {revenue:,} EUR"
    elif revenue is not None and employees and revenue / employees > 5_000_000:
        yield "revenue", f"{revenue / employees / 1e6:,.0f} M EUR a head"
    elif revenue is not None and employees and revenue / employees < 4_000:
        yield "revenue", f"{revenue / employees:,.0f} EUR a head"


def verify(company, year):
    checks = {"vat": vat(company["vat"], company["country"]), "email": email(company["email"])}
    doubts = dict(figures(company, year))
    issues = [why for state, why in checks.values() if state == "broken"] + list(doubts.values())
    if not company["country"]:
        issues.append("no country, and nothing that tells it")
    return {
        "vat": checks["vat"][0],
        "email": checks["email"][0],
        "doubtful": sorted(doubts),
        "issues": issues,
        "reachable": checks["email"][0] == "valid" or bool(company["phone"]),
    }


def main():
    cleaned = pawl.read()["outputs"]["clean"]
    year = int(cleaned["today"][:4])
    results = {str(company["id"]): verify(company, year) for company in pawl.progress(cleaned["companies"], "companies verified")}
    pawl.count(
        vat_valid=sum(result["vat"] == "valid" for result in results.values()),
        vat_broken=sum(result["vat"] == "broken" for result in results.values()),
        with_issues=sum(bool(result["issues"]) for result in results.values()),
    )
    pawl.write(results)


if __name__ == "__main__":
    main()
