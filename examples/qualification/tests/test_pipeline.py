# SPDX-License-Identifier: Apache-2.0
"""The stages as processes, one after the other, spoken to as Pawl speaks to them."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

import make_companies
import register
import report
import report_html

HERE = Path(__file__).resolve().parent.parent
STAGES = {
    id: [after.strip() for after in (afters or "").split(",") if after.strip()]
    for id, afters in re.findall(
        r"- id: (\w+)\n(?:    after: \[(.*)\]\n)?(?:    (?!command).*\n)*    command: \[python3, \1\.py\]", (HERE / "qualification.yaml").read_text(encoding="utf-8")
    )
}


def execute(stage, folder, given, outputs, item=None, attempt=""):
    path = folder / f"{stage}.json"
    path.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, f"{stage}.py"],
        cwd=HERE,
        input=json.dumps({"input": given, "outputs": {after: outputs[after] for after in STAGES[stage]}, "item": item}).encode(),
        env={**os.environ, "PAWL_OUTPUT": str(path), "PAWL_ATTEMPT": attempt, "PYTHONIOENCODING": "ascii"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=120,
    )
    return done, json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


class Pipeline(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = Path(cls.temporary.name)
        (cls.folder / "few.csv").write_bytes(make_companies.table(150, 7))
        cls.given = {"campaign": "spring", "companies": str(cls.folder / "few.csv"), "report": str(cls.folder / "out"), "today": "2026-03-01"}
        cls.outputs, cls.logs = {}, {}
        for stage in STAGES:
            if stage == "register":
                cls.outputs[stage] = [cls.register(company)[1] for company in cls.best()]
                continue
            done, cls.outputs[stage] = execute(stage, cls.folder, cls.given, cls.outputs)
            if done.returncode:
                raise AssertionError(f"{stage} failed: {done.stderr.decode()}")
            cls.logs[stage] = done.stdout.decode().splitlines()

    @classmethod
    def best(cls):
        return [company for company in cls.outputs["score"]["companies"] if company["qualified"] and company["grade"] == "A"]

    @classmethod
    def register(cls, company, given=None, attempt="run/register/0/2/7"):
        return execute("register", cls.folder, given or cls.given, cls.outputs, company, attempt)

    def test_every_stage_of_the_file_is_executed(self):
        self.assertEqual(list(STAGES), ["load", "clean", "verify", "enrich", "dedupe", "score", "register", "report"])

    def test_no_company_is_lost_on_the_way(self):
        load, result = self.outputs["load"], self.outputs["report"]
        self.assertEqual(load["read"], 150)
        self.assertEqual(result["rejected"] + result["duplicates"] + result["companies"], 150)
        self.assertGreater(result["duplicates"], 5)
        self.assertGreater(result["qualified"], 5)

    def test_progress_reaches_its_end(self):
        for stage, log in self.logs.items():
            bars = [tuple(map(int, found.groups())) for found in (re.match(r"::progress (\d+)/(\d+) \w", line) for line in log) if found]
            with self.subTest(stage):
                self.assertEqual(bars, sorted(bars))
                self.assertEqual(*bars[-1])

    def test_again_gives_the_same(self):
        files = {path: Path(path).read_bytes() for path in self.outputs["report"]["report"].values()}
        for stage in STAGES:
            with self.subTest(stage):
                if stage == "register":
                    self.assertEqual(self.register(self.best()[0])[1], self.outputs[stage][0])
                else:
                    self.assertEqual(execute(stage, self.folder, self.given, self.outputs)[1], self.outputs[stage])
        self.assertEqual({path: Path(path).read_bytes() for path in files}, files)
        self.assertEqual({path.name for path in (self.folder / "out").iterdir()}, {"report.md", "report.html", "requests.csv"})

    def test_the_page_is_whole_and_needs_nothing_else(self):
        text = Path(self.outputs["report"]["report"]["html"]).read_text(encoding="utf-8")
        self.assertNotRegex(text, r"<script|<link|<img|src=|href=|url\(|@import")
        page = Tags()
        page.feed(text)
        self.assertEqual(page.open, [])
        self.assertEqual(page.seen["svg"], 2)

    def test_what_a_person_typed_cannot_become_markup(self):
        bad = "<b>|x"
        load = {**self.outputs["load"], "file": bad, "rejected": [{"row": 2, "name": bad, "why": bad}]}
        score = json.loads(json.dumps(self.outputs["score"]))
        for company in score["companies"]:
            company.update(name=bad, city=bad, industry=bad, region=bad, email=bad)
        facts = report.figures(bad, load, score, [{"id": company["id"], "number": bad, "active": True} for company in self.best()])
        self.assertNotIn("<b>|", report_html.page(facts))
        self.assertNotIn("<b>|", report.markdown(facts))

    def test_a_busy_register_is_asked_again_and_a_closed_one_says_so(self):
        company = next(company for company in self.best() if register.is_busy(company, 1))
        done, output = self.register(company, attempt="run/register/0/1/7")
        self.assertEqual((done.returncode, output), (1, None))
        self.assertIn("the register is busy", done.stderr.decode())
        self.assertEqual(self.register(company)[1]["id"], company["id"])
        file = self.folder / "closed.txt"
        file.write_text(f"XX {company['country']}\n")
        done, output = self.register(company, {**self.given, "closed": str(file)})
        self.assertEqual((done.returncode, output), (1, None))
        self.assertIn(f"the register of {company['country']} does not answer", done.stderr.decode())
        asked = [line.split(";")[1:] for line in (self.folder / "out" / "requests.csv").read_text().splitlines()]
        self.assertEqual(asked[-3:], [[str(company["id"]), said] for said in ("busy", "answered", "closed")])

    def test_what_the_register_says_is_in_the_report(self):
        best = self.best()
        answers = [{**register.answer(company), "active": at != 1} if at else None for at, company in enumerate(best)]
        facts = report.figures("spring", self.outputs["load"], self.outputs["score"], answers)
        before = report.figures("spring", self.outputs["load"], self.outputs["score"], [{**answer, "active": True} for answer in answers if answer])
        self.assertEqual(facts["top"][0]["register"], "no answer from the register")
        self.assertEqual(facts["top"][1]["register"], answers[2]["number"])
        self.assertEqual([number for _, number, _ in facts["funnel"]][3:], [number - 1 for _, number, _ in before["funnel"]][3:])
        self.assertIn("dissolved, says the register", {row["why"] for row in facts["out"]})
        self.assertEqual(facts["funnel"][6][1], len(best) - 2)
        for form in (report.markdown, report_html.page):
            self.assertIn("no answer from the register", form(facts))

    def test_an_input_that_lacks_something_says_what(self):
        done, output = execute("load", self.folder / "..", {"campaign": "spring"}, {})
        self.assertEqual((done.returncode, output), (1, None))
        self.assertIn("the input lacks companies", done.stderr.decode())
        done, _ = execute("load", self.folder / "..", {**self.given, "companies": "none.csv"}, {})
        self.assertIn(f"cannot read {HERE / 'none.csv'}: No such file", done.stderr.decode())

    def test_the_list_is_what_its_script_makes(self):
        self.assertEqual((HERE / "companies.csv").read_bytes(), make_companies.table(make_companies.ROWS, make_companies.SEED))


class Tags(HTMLParser):
    VOID = {"meta", "br", "path", "rect"}

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], {}

    def handle_starttag(self, tag, attributes):
        self.seen[tag] = self.seen.get(tag, 0) + 1
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_startendtag(self, tag, attributes):
        self.seen[tag] = self.seen.get(tag, 0) + 1


if __name__ == "__main__":
    unittest.main()
