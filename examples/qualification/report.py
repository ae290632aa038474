# SPDX-License-Identifier: Apache-2.0
"""Writes the report, as Markdown and as one HTML file that needs nothing else. Each file appears whole or not at all."""

import collections
import os
import re

import pawl_stage as pawl
import report_html

TOP = 25


def euros(number):
    if number is None:
        return "–"
    return f"{number / 1e9:,.1f} bn €" if number >= 1e9 else f"{number / 1e6:,.1f} M €" if number >= 1e5 else f"{number / 1e3:,.0f} k €"


def shares(companies, field):
    """[(value, qualified, all)], the most qualified first."""
    everyone = collections.Counter(company[field] or "unclear" for company in companies)
    good = collections.Counter(company[field] or "unclear" for company in companies if company["qualified"])
    return sorted(((value, good[value], number) for value, number in everyone.items()), key=lambda row: (-row[1], -row[2], row[0]))


def in_register(company, answers):
    """What the register says of a company, in words; it was asked for those of grade A."""
    if company["grade"] != "A":
        return ""
    told = answers.get(company["id"])
    return "no answer from the register" if told is None else told["number"] if told["active"] else f"{told['number']}, dissolved"


def figures(campaign, load, score, register):
    """Everything the report says, before it is put into a form. An answer of the register is null where it gave none."""
    answers = {told["id"]: told for told in register if told}
    gone = {told["id"] for told in answers.values() if not told["active"]}
    companies = [
        {**company, "out": "dissolved, says the register", "qualified": False} if company["id"] in gone else company for company in score["companies"]
    ]
    qualified = [company for company in companies if company["qualified"]]
    open_to_us = [company for company in companies if not company["out"]]
    best = sum(company["grade"] == "A" for company in qualified)
    return {
        "campaign": campaign,
        "file": load["file"],
        "today": load["today"],
        "grades": score["grades"],
        "funnel": [
            ("Rows read", load["read"], ""),
            ("Usable", len(load["rows"]), "rejected"),
            ("Different companies", len(companies), "entered twice"),
            ("Can be contacted", len(open_to_us), "ruled out"),
            ("Qualified", len(qualified), "too few points"),
            ("Grade A", best, "grade B"),
            ("In the register", sum(company["qualified"] and company["id"] in answers for company in companies), "no answer"),
        ],
        "histogram": [sum(min(company["score"], 99) // 5 == bin for company in companies) for bin in range(20)],
        "industries": shares(companies, "industry"),
        "regions": shares(companies, "region"),
        "top": [
            {
                **company,
                "size": f"{company['employees']:,}" if company["employees"] else "–",
                "money": euros(company["revenue"]),
                "register": in_register(company, answers),
            }
            for company in qualified[:TOP]
        ],
        "rejected": load["rejected"],
        "duplicates": score["duplicates"],
        "out": sorted(
            ({"row": company["id"], "name": company["name"], "why": company["out"], "score": company["score"]} for company in companies if company["out"]),
            key=lambda row: row["row"],
        ),
        "mean": round(sum(company["score"] for company in companies) / max(1, len(companies))),
    }


def cell(text):
    return re.sub(r"([|\\`*_<\[])", r"\\\1", str(text)) or "–"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(map(cell, row)) + " |" for row in rows]) if rows else "None."


def markdown(facts):
    reasons = lambda company: ", ".join(f"{reason['why']} {reason['points']:+g}" for reason in company["reasons"])
    parts = [
        f"# Qualification: {cell(facts['campaign'])}",
        f"{cell(facts['file'])}, {facts['today']}. {facts['funnel'][4][1]:,} of {facts['funnel'][0][1]:,} rows are qualified companies, {facts['funnel'][5][1]:,} of them grade A.",
        "## From rows to prospects",
        table(
            ["step", "companies", "fewer by", "because"],
            [(label, f"{number:,}", f"{facts['funnel'][at - 1][1] - number:,}" if at else "–", why) for at, (label, number, why) in enumerate(facts["funnel"])],
        ),
        "## Scores",
        "```text\n"
        + "\n".join(
            f"{bin * 5:>3}  {number:>4}  {'█' * round(40 * number / max(1, *facts['histogram']))}".rstrip() for bin, number in enumerate(facts["histogram"])
        )
        + "\n```",
        "Grades: " + ", ".join(f"{grade} from {least} points" for grade, least in facts["grades"].items()) + ".",
        f"## The best {len(facts['top'])}",
        table(
            ["", "company", "place", "register", "industry", "employees", "revenue", "score", "reasons"],
            [
                (
                    at,
                    company["name"],
                    " ".join(filter(None, (company["city"], company["country"]))),
                    company["register"],
                    company["industry"],
                    company["size"],
                    company["money"],
                    f"{company['score']} {company['grade']}",
                    reasons(company),
                )
                for at, company in enumerate(facts["top"], start=1)
            ],
        ),
        "## By industry",
        table(["industry", "qualified", "of"], facts["industries"]),
        "## By region",
        table(["region", "qualified", "of"], facts["regions"]),
        f"## Rejected rows ({len(facts['rejected'])})",
        table(["row", "name", "why"], [(row["row"], row["name"], row["why"]) for row in facts["rejected"]]),
        f"## Ruled out ({len(facts['out'])})",
        table(["row", "name", "why"], [(row["row"], row["name"], row["why"]) for row in facts["out"]]),
        f"## Entered twice ({len(facts['duplicates'])})",
        table(
            ["row", "name", "kept as", "why"],
            [(row["row"], row["name"], f"{row['kept_name']} (row {row['kept']})", ", ".join(row["why"])) for row in facts["duplicates"]],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def folder_of(given):
    """Where the input says; else beside the pipeline, one folder for each campaign."""
    return os.path.abspath(given.get("report") or os.path.join("report", re.sub(r"[^\w.-]+", "-", given["campaign"]).strip(".-") or "campaign"))


def main():
    stage = pawl.read()
    load, score, register = (stage["outputs"][name] for name in ("load", "score", "register"))
    facts = figures(str(stage["input"]["campaign"]), load, score, register)
    folder = folder_of(stage["input"])
    files = {"markdown": (os.path.join(folder, "report.md"), markdown), "html": (os.path.join(folder, "report.html"), report_html.page)}
    try:
        os.makedirs(folder, exist_ok=True)
        for path, form in pawl.progress(files.values(), "files written"):
            pawl.replace(path, form(facts))
    except OSError as error:
        pawl.fail(f'cannot write into {folder}: {error.strerror}; name another folder as "report" in the input')
    pawl.say(f"report: {files['html'][0]}")
    pawl.write(
        {
            "report": {form: path for form, (path, _) in files.items()},
            "companies": len(score["companies"]),
            "qualified": facts["funnel"][4][1],
            "without_answer": register.count(None),
            "rejected": len(load["rejected"]),
            "duplicates": len(score["duplicates"]),
        }
    )


if __name__ == "__main__":
    main()
