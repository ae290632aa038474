# SPDX-License-Identifier: Apache-2.0
"""One chapter as it will stand in the book."""

import chapter
import pawl_stage as pawl

if __name__ == "__main__":
    stage = pawl.read()
    about = stage["item"]
    with open(about["file"], encoding="utf-8") as file:
        markdown = chapter.render(about, file.read(), stage["outputs"]["outline"]["chapters"])
    pawl.count(words=about["words"])
    pawl.write({"markdown": markdown, "words": about["words"]})
