# SPDX-License-Identifier: Apache-2.0
"""Gives each company points, and says for what. Whoever wants other customers changes RULES, and nothing else."""

import re

import pawl_stage as pawl

RULES = {
    "grades": {"A": 85, "B": 70, "C": 45},  # from so many points on; below is D
    "qualified": ("A", "B"),
    "industry": {
        "machinery": 20,
        "automotive": 18,
        "logistics": 18,
        "chemicals": 16,
        "food": 14,
        "medical": 14,
        "printing": 10,
        "energy": 10,
        "construction": 6,
        "retail": 4,
    },
    "unsure industry": 0.5,  # below this certainty, half the points
    "region": {"DACH": 10, "Benelux": 8, "France": 7, "Nordics": 6, "Italy": 6, "British Isles": 5, "Iberia": 5, "Central Europe": 4},
    "employees": [(20, 0), (50, 6), (100, 14), (500, 20), (1000, 12), (400_000, 5)],  # up to so many: points
    "revenue": [(2e6, 0), (5e6, 6), (20e6, 12), (100e6, 16), (500e6, 10), (1e12, 4)],
    "vat": {"valid": 10, "missing": 0, "broken": -8},
    "email": {"valid": 8, "missing": 0, "broken": -4},
    "phone": 5,
    "website": 5,
    "issue": -4,  # for each figure that cannot be
    "years": (5, 4),  # points for a company that has been there for so many years
    "notes": {
        r"wants a demo|asked for a (quote|call)": (15, "asked to be contacted"),
        r"referred": (8, "referred by a customer"),
        r"white paper": (6, "downloaded the white paper"),
        r"second plant|hiring": (5, "is growing"),
        r"competitor": (-15, "bound to a competitor"),
        r"newsletter only|old contact|moved": (-3, "contact is cold"),
    },
    "out": {r"do not contact|gdpr|keine werbung": "does not want to be contacted", r"insolven": "insolvent", r"existing customer": "is a customer already"},
}


def step(table, number):
    return next(points for limit, points in table if number <= limit)


def reasons(company, checks, told, year):
    """-> (points, for what), one after the other."""
    if told["industry"]:
        points = RULES["industry"].get(told["industry"], 0)
        yield (points if told["sure"] >= RULES["unsure industry"] else points / 2), told["industry"] + (
            "" if told["sure"] >= RULES["unsure industry"] else ", perhaps"
        )
    if told["region"]:
        yield RULES["region"].get(told["region"], 0), told["region"]
    if company["employees"] and "employees" not in checks["doubtful"]:
        yield step(RULES["employees"], company["employees"]), f"{company['employees']:,} employees"
    if company["revenue"] and "revenue" not in checks["doubtful"]:
        yield step(RULES["revenue"], company["revenue"]), f"{company['revenue'] / 1e6:,.1f} M EUR revenue"
    for check, label in (("vat", "VAT id"), ("email", "e-mail")):
        yield RULES[check][checks[check]], f"{label} {checks[check]}"
    yield (RULES["phone"] if company["phone"] else 0), "phone"
    yield (RULES["website"] if company["domain"] else 0), "website"
    if checks["doubtful"]:
        yield RULES["issue"] * len(checks["doubtful"]), "doubtful " + " and ".join(checks["doubtful"])
    years, points = RULES["years"]
    if company["founded"] and "founded" not in checks["doubtful"] and year - company["founded"] >= years:
        yield points, f"since {company['founded']}"
    for pattern, (points, label) in RULES["notes"].items():
        if re.search(pattern, company["notes"], re.IGNORECASE):
            yield points, label


def score(company, checks, told, year):
    given = sorted(((points, why) for points, why in reasons(company, checks, told, year) if points), key=lambda reason: (-abs(reason[0]), reason[1]))
    total = max(0, min(100, round(sum(points for points, _ in given))))
    out = next((why for pattern, why in RULES["out"].items() if re.search(pattern, company["notes"], re.IGNORECASE)), None)
    if not out and not checks["reachable"]:
        out = "cannot be reached: no working e-mail or phone"
    grade = next((grade for grade, least in RULES["grades"].items() if total >= least), "D")
    return {
        "id": company["id"],
        "name": company["name"],
        "country": company["country"],
        "city": company["city"],
        "domain": company["domain"],
        "email": company["email"] if checks["email"] == "valid" else "",
        "phone": company["phone"],
        "industry": told["industry"],
        "region": told["region"],
        "employees": company["employees"],
        "revenue": company["revenue"],
        "score": total,
        "grade": grade,
        "out": out,
        "qualified": grade in RULES["qualified"] and not out,
        "reasons": [{"points": points, "why": why} for points, why in given],
        "issues": checks["issues"],
    }


def main():
    outputs = pawl.read()["outputs"]
    cleaned, clusters = outputs["clean"], outputs["dedupe"]["clusters"]
    names = {str(company["id"]): company["name"] for company in cleaned["companies"]}
    dropped = {entry: (str(cluster["kept"]), why) for cluster in clusters for entry, why in cluster["dropped"].items()}
    year = int(cleaned["today"][:4])
    unique = [company for company in cleaned["companies"] if str(company["id"]) not in dropped]
    scored = [
        score(company, outputs["verify"][str(company["id"])], outputs["enrich"][str(company["id"])], year)
        for company in pawl.progress(unique, "companies scored")
    ]
    # A score ends at 100; among those that would have more, the order is still that of the points.
    scored.sort(key=lambda company: (-company["score"], -sum(reason["points"] for reason in company["reasons"]), company["name"], company["id"]))
    qualified = sum(company["qualified"] for company in scored)
    duplicates = [
        {"row": int(entry), "name": names[entry], "kept": int(kept), "kept_name": names[kept], "why": why}
        for entry, (kept, why) in sorted(dropped.items(), key=lambda item: int(item[0]))
    ]
    pawl.count(scored=len(scored), qualified=qualified)
    pawl.write({"companies": scored, "duplicates": duplicates, "qualified": qualified, "grades": RULES["grades"]})


if __name__ == "__main__":
    main()
