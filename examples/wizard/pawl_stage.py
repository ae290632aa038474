# SPDX-License-Identifier: Apache-2.0
"""What a stage written in Python needs to talk to Pawl. Copy it beside your scripts; Python 3.9 or newer, nothing to install.

    import pawl_stage as pawl

    stage = pawl.read()                                  # what Pawl gives a stage, on stdin
    rows = stage["outputs"]["load"]["rows"]              # the output of the stage `load`
    for row in pawl.progress(rows, "rows cleaned"):      # moves the progress bar
        ...
    pawl.write({"rows": rows})                           # the output of this stage

A stage may be stopped at any moment and started again from its beginning. So it relies on nothing but what it reads,
and whatever it writes, it writes whole (see `replace`)."""

import json
import os
import sys
import time

sys.stdout.reconfigure(encoding="utf-8")  # whatever the locale is


def read():
    """The stage's input: {"input": of the run, "outputs": {stage: its output}, "item": of a map, …}."""
    return json.load(sys.stdin.buffer)


def write(output):
    """Hands over the stage's output. Without Pawl, for trying a script by hand, it goes to stdout."""
    path = os.environ.get("PAWL_OUTPUT")
    if path:
        replace(path, json.dumps(output, ensure_ascii=False))
    else:
        print(json.dumps(output, ensure_ascii=False, indent=2))


def replace(path, text):
    """Writes a file so that nobody ever sees half of it."""
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".part", path)


def progress(items, text, every=0.2):
    """Iterates over the items and says how far it is, at most once in `every` seconds, and at the end."""
    items = list(items)
    said = time.monotonic()
    for done, item in enumerate(items):
        if done == 0 or time.monotonic() - said >= every:
            said = time.monotonic()
            say(f"::progress {done}/{len(items)} {text}")
        yield item
    say(f"::progress {len(items)}/{len(items)} {text}")


def count(**numbers):
    """Shows counters beside the progress bar: count(rejected=12)."""
    say("::count " + " ".join(f"{name}={number}" for name, number in numbers.items()))


def say(line):
    """A line of the stage's log, at once."""
    print(line, flush=True)


def fail(message):
    """Ends the stage as failed, with a message for the person who looks at it."""
    sys.exit(message)
