# SPDX-License-Identifier: Apache-2.0
"""Puts the chapters together, behind a title and a table of contents."""

import pawl_stage as pawl


def draft(brief, outline, chapters):
    contents = [f"{each['number']}. {each['title']}" for each in outline["chapters"]]
    front = [f"# {brief['title']}", "", brief["author"], "", *contents, ""]
    return {
        "markdown": "\n".join(front) + "\n" + "\n".join(chapter["markdown"] for chapter in chapters),
        "chapters": len(chapters),
        "words": sum(chapter["words"] for chapter in chapters),
        "tables": sum(each["tables"] for each in outline["chapters"]),
        "listings": sum(each["listings"] for each in outline["chapters"]),
    }


if __name__ == "__main__":
    outputs = pawl.read()["outputs"]
    pawl.write(draft(outputs["brief"], outputs["outline"], outputs["chapters"]))
