# SPDX-License-Identifier: Apache-2.0
"""What is in each chapter, on one page."""

import figure
import pawl_stage as pawl


def plan(brief, outline):
    lines = [
        f"{len(outline['chapters'])} chapters, {outline['words']:,} words.",
        "",
        *table(outline["chapters"]),
        "",
        f"![words in each chapter]({figure.bars([each['words'] for each in outline['chapters']])})",
    ]
    return {**{key: brief[key] for key in ("author", "language")}, "title": f"{brief['title']}: the plan", "chapters": [{"title": "In this book", "text": "\n".join(lines)}]}


def table(chapters):
    return [
        "| chapter | words | tables | listings |",
        "| --- | ---: | ---: | ---: |",
        *(f"| {each['number']} {cell(each['title'])} | {each['words']:,} | {each['tables']} | {each['listings']} |" for each in chapters),
    ]


def cell(text):
    return text.replace("|", "\\|")


if __name__ == "__main__":
    outputs = pawl.read()["outputs"]
    pawl.write(plan(outputs["brief"], outputs["outline"]))
