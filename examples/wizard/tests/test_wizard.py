# SPDX-License-Identifier: Apache-2.0
import base64
import glob
import json
import os
import struct
import subprocess
import sys
import tempfile
import unittest

import chapter
import figure

FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def stage(script, **given):
    """Runs a script as Pawl does: (its output or None, what it said on stderr)."""
    with tempfile.TemporaryDirectory() as folder:
        output = os.path.join(folder, "output")
        done = subprocess.run(
            [sys.executable, script], input=json.dumps(given), cwd=FOLDER, env={**os.environ, "PAWL_OUTPUT": output}, capture_output=True, text=True
        )
        if done.returncode:
            return None, done.stderr
        with open(output, encoding="utf-8") as file:
            return json.load(file), done.stderr


class WizardTest(unittest.TestCase):
    def book(self, **more):
        with open(os.path.join(FOLDER, "input.json"), encoding="utf-8") as file:
            brief, said = stage("brief.py", input={**json.load(file), **more})
        self.assertIsNotNone(brief, said)
        outline, said = stage("outline.py", outputs={"brief": brief})
        self.assertIsNotNone(outline, said)
        chapters = [stage("chapters.py", outputs={"outline": outline}, item=each)[0] for each in outline["chapters"]]
        return stage("draft.py", outputs={"brief": brief, "outline": outline, "chapters": chapters})[0]

    def test_the_book_has_every_chapter_numbered_and_nothing_left_unresolved(self):
        book = self.book()
        self.assertEqual("Work That Does Not Get Stuck", book["title"])
        self.assertEqual(1 + len(glob.glob(os.path.join(FOLDER, "text", "*.md"))), len(book["chapters"]))
        front, *chapters = book["chapters"]
        self.assertIn("| 3 Leases and fences | 520 | 1 | 1 |", front["text"])
        markdown = "\n".join(chapters)
        for expected in ("## 3 Leases and fences", "### The sleeper", "*Table 3.1: A worker", "(chapter 5, *Doing things once*)"):
            self.assertIn(expected, markdown)
        self.assertNotIn("(→", markdown)
        self.assertNotIn("{#", markdown)

    def test_a_picture_has_a_bar_for_each_number(self):
        picture = base64.b64decode(figure.bars([3, 1]).split(",", 1)[1])
        self.assertEqual(b"\x89PNG\r\n\x1a\n", picture[:8])
        self.assertEqual((figure.WIDTH, 2 * (figure.BAR + figure.GAP)), struct.unpack(">II", picture[16:24]))

    def test_the_handbook_has_every_page_that_is_not_left_out(self):
        with open(os.path.join(FOLDER, "handbook.json"), encoding="utf-8") as file:
            brief, said = stage("brief.py", input=json.load(file))
        self.assertIsNotNone(brief, said)
        outline, said = stage("outline.py", outputs={"brief": brief})
        self.assertIsNotNone(outline, said)
        self.assertGreater(outline["words"], 20_000)
        self.assertIn("The pipeline file", [each["title"] for each in outline["chapters"]])

    def test_what_the_input_lacks_is_said_at_once(self):
        brief, said = stage("brief.py", input={"document": "x", "text": "text"})
        self.assertIsNone(brief)
        self.assertIn("the input has no title, author", said)

    def test_a_reference_to_no_chapter_stops_the_book(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "01.md")
            with open(file, "w", encoding="utf-8") as text:
                text.write("# One {#one}\n\nSee (→ two).\n")
            outline, said = stage("outline.py", outputs={"brief": {"files": [file]}})
        self.assertIsNone(outline)
        self.assertIn("refers to two; there are one", said)

    def test_code_is_left_alone(self):
        text = "# One {#one}\n\n```sh\n# no title\nTable: no caption (→ one)\n```\n"
        about = chapter.describe("01.md", 1, text)
        self.assertEqual((0, [], []), (about["tables"], about["references"], about["sections"]))
        self.assertIn("# no title\nTable: no caption (→ one)\n", chapter.render(about, text, [about]))


if __name__ == "__main__":
    unittest.main()
