# SPDX-License-Identifier: Apache-2.0
"""Puts the chapters together, behind one that says what is in the book."""

import plan
import pawl_stage as pawl


def draft(brief, outline, chapters):
    return {
        **{key: brief[key] for key in ("title", "author", "language")},
        "chapters": plan.plan(brief, outline)["chapters"] + [chapter["markdown"] for chapter in chapters],
        "words": sum(chapter["words"] for chapter in chapters),
        "tables": sum(each["tables"] for each in outline["chapters"]),
        "listings": sum(each["listings"] for each in outline["chapters"]),
    }


if __name__ == "__main__":
    outputs = pawl.read()["outputs"]
    pawl.write(draft(outputs["brief"], outputs["outline"], outputs["chapters"]))
