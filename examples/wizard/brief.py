# SPDX-License-Identifier: Apache-2.0
"""Reads what is wanted, and looks for the chapters. Everything that is missing is said at once."""

import glob
import os
import sys

import pawl_stage as pawl

WANTED = ("document", "title", "author", "text")


def brief(given):
    missing = [key for key in WANTED if not str(given.get(key) or "").strip()]
    if missing:
        sys.exit(f"the input has no {', '.join(missing)}; input.json is an example of one that has")
    without = {os.path.join(given["text"], name) for name in given.get("without") or []}
    files = sorted(set(glob.glob(os.path.join(given["text"], "**", "*.md"), recursive=True)) - without)
    if not files:
        sys.exit(f"there is no chapter in {os.path.abspath(given['text'])}; a chapter is a file whose name ends in .md")
    return {**{key: given[key].strip() for key in WANTED}, "language": given.get("language") or "en", "files": files}


if __name__ == "__main__":
    pawl.write(brief(pawl.read()["input"]))
