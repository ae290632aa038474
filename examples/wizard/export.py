# SPDX-License-Identifier: Apache-2.0
"""Writes the book as Markdown, whole or not at all."""

import os
import re

import pawl_stage as pawl

if __name__ == "__main__":
    outputs = pawl.read()["outputs"]
    name = re.sub(r"[^A-Za-z0-9_-]", "_", outputs["brief"]["document"])
    folder = os.path.abspath(outputs["brief"]["books"])
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, name + ".md")
    pawl.replace(path, outputs["draft"]["markdown"])
    pawl.write({"markdown": path, "words": outputs["draft"]["words"]})
