# SPDX-License-Identifier: Apache-2.0
"""The chapters, in order, with what is in each. A reference to a chapter that is none stops the book here, not in print."""

import sys

import chapter
import pawl_stage as pawl


def outline(files):
    chapters = []
    for number, file in enumerate(pawl.progress(files, "chapters read"), 1):
        with open(file, encoding="utf-8") as text:
            chapters.append(chapter.describe(file, number, text.read()))
    names = {each["name"] for each in chapters}
    lost = [f"{each['file']} refers to {name}" for each in chapters for name in each["references"] if name not in names]
    if lost:
        raise ValueError(f"{'; '.join(lost)}; there are {', '.join(sorted(names))}")
    return {"chapters": chapters, "words": sum(each["words"] for each in chapters)}


if __name__ == "__main__":
    try:
        pawl.write(outline(pawl.read()["outputs"]["brief"]["files"]))
    except ValueError as e:
        sys.exit(str(e))
