# SPDX-License-Identifier: Apache-2.0
"""Finds the companies that are in the list more than once, and keeps the fullest entry of each.

Names are compared by Soft TF-IDF (Cohen, Ravikumar, Fienberg 2003: rare words count more, and a word may be misspelt) and by
edit distance; what else agrees, such as phone or domain, adds to it. Only companies of the same country are compared."""

import collections
import functools
import math

import pawl_stage as pawl

SAME = 0.85  # from this likeness on, two entries are one company
NAME = 0.75  # what equal names alone are worth
EVIDENCE = {"vat": 0.4, "domain": 0.3, "phone": 0.3, "email": 0.25, "city": 0.1}
OTHER_CITY = -0.1
FILLED = ("vat", "email", "phone", "domain", "city", "employees", "revenue", "founded", "industry_text", "form", "notes")


@functools.lru_cache(maxsize=1 << 18)  # the same words come again and again
def jaro_winkler(a, b):
    """How alike two words are, from 0 to 1; a common beginning counts more."""
    if a == b:
        return 1.0
    reach = max(max(len(a), len(b)) // 2 - 1, 0)
    taken, common = [False] * len(b), []
    for at, letter in enumerate(a):
        for other in range(max(0, at - reach), min(len(b), at + reach + 1)):
            if not taken[other] and b[other] == letter:
                taken[other] = True
                common.append(letter)
                break
    if not common:
        return 0.0
    swapped = sum(x != y for x, y in zip(common, (letter for letter, used in zip(b, taken) if used))) / 2
    jaro = (len(common) / len(a) + len(common) / len(b) + (len(common) - swapped) / len(common)) / 3
    prefix = 0
    while prefix < min(4, len(a), len(b)) and a[prefix] == b[prefix]:
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


def edit_similarity(a, b):
    """1 less the share of letters to change, swaps of neighbours counting once (Damerau)."""
    if not a or not b:
        return 0.0
    before, last = None, list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        row = [i]
        for j, other in enumerate(b, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if before and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return 1 - last[-1] / max(len(a), len(b))


def rarity(companies):
    """How much each word of a name tells: the rarer, the more."""
    seen = collections.Counter(word for company in companies for word in set(company["words"]))
    return {word: math.log(1 + len(companies) / number) for word, number in seen.items()}


def soft_tfidf(a, b, rare):
    """The share of the two names' weight that has a counterpart in the other name."""
    agreed = 0.0
    for words, others in ((a, b), (b, a)):
        for word in words:
            best = max(jaro_winkler(word, other) for other in others)
            agreed += rare[word] * best if best >= 0.9 else 0.0
    return agreed / (sum(rare[word] for word in a) + sum(rare[word] for word in b))


def likeness(a, b, rare):
    """-> (how likely the two are one company, why)"""
    if not a["words"] or not b["words"]:
        return 0.0, []
    name = edit_similarity("".join(a["words"]), "".join(b["words"]))
    words = soft_tfidf(a["words"], b["words"], rare)
    if words > name:
        name = max(name, 0.6 * words + 0.4 * edit_similarity("".join(sorted(a["words"])), "".join(sorted(b["words"]))))
    same = [field for field in EVIDENCE if a[field] and a[field] == b[field]]
    apart = OTHER_CITY if a["city"] and b["city"] and "city" not in same else 0.0
    return NAME * name + sum(EVIDENCE[field] for field in same) + apart, [f"name {name:.0%} alike"] + [
        "same " + field.replace("vat", "VAT id") for field in same
    ]


def candidates(companies):
    """The pairs worth comparing. An entry without a country is compared with all."""
    for at, a in enumerate(companies):
        for b in companies[at + 1 :]:
            if a["country"] == b["country"] or not a["country"] or not b["country"]:
                yield a, b


def clusters(companies, pairs):
    """Joins what is alike, also by way of a third; each cluster with its fullest entry first."""
    joined = {company["id"]: company["id"] for company in companies}

    def head(of):
        while joined[of] != of:
            of = joined[of]
        return of

    for a, b in pairs:
        joined[max(head(a), head(b))] = min(head(a), head(b))
    groups = collections.defaultdict(list)
    for company in companies:
        groups[head(company["id"])].append(company)
    for group in groups.values():
        if len(group) > 1:
            yield sorted(group, key=lambda company: (-sum(bool(company[field]) for field in FILLED), company["id"]))


def main():
    companies = pawl.read()["outputs"]["clean"]["companies"]
    rare = rarity(companies)
    alike = {}
    for a, b in pawl.progress(candidates(companies), "pairs compared"):
        value, why = likeness(a, b, rare)
        if value >= SAME:
            alike[a["id"], b["id"]] = why
    found = []
    for kept, *dropped in clusters(companies, alike):
        reasons = {
            str(entry["id"]): alike.get((min(kept["id"], entry["id"]), max(kept["id"], entry["id"])), ["alike to another entry of it"]) for entry in dropped
        }
        found.append({"kept": kept["id"], "dropped": reasons})
    pawl.count(companies=len(companies) - sum(len(cluster["dropped"]) for cluster in found), duplicates=sum(len(cluster["dropped"]) for cluster in found))
    pawl.write({"clusters": found})


if __name__ == "__main__":
    main()
