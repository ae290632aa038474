# SPDX-License-Identifier: Apache-2.0
"""The report as one HTML file: no script, no font, no picture from elsewhere. Light and dark, wide and narrow, and on paper."""

from html import escape

STYLE = """
:root { color-scheme: light dark; --ground: #f6f5f1; --card: #fffefb; --ink: #1c2321; --soft: #5d6763; --line: #e2e0d8; --accent: #0f6b5c; --wash: #dcebe6;
  --a: #0a5548; --b: #37806f; --c: #d0a95a; --d: #b9b7ae; --bad: #a8442f; }
@media (prefers-color-scheme: dark) { :root { --ground: #121614; --card: #1a201d; --ink: #e8ebe6; --soft: #9aa59f; --line: #2d3531; --accent: #62c7b0; --wash: #1d3a33;
  --a: #62c7b0; --b: #2f7565; --c: #a98642; --d: #4c5450; --bad: #e58a72; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1080px; margin: 0 auto; padding: 40px 20px 56px; }
h1 { font-size: clamp(28px, 5vw, 40px); line-height: 1.15; letter-spacing: -.02em; margin: 4px 0 6px; overflow-wrap: anywhere; }
h2 { font-size: 17px; letter-spacing: -.01em; margin: 0 0 14px; }
p { margin: 0; } .soft { color: var(--soft); } .kicker { color: var(--accent); font-weight: 600; font-size: 13px; }
.grid { display: grid; gap: 16px; margin-top: 16px; } .four { grid-template-columns: repeat(4, 1fr); margin-top: 28px; } .two { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 20px; min-width: 0; }
.figure { font-size: 34px; font-weight: 650; line-height: 1.1; letter-spacing: -.02em; } .figure.main { color: var(--accent); }
.wide { margin-top: 16px; } h2 .small { font-weight: 400; white-space: nowrap; } .who { width: 38%; }
svg { display: block; width: 100%; height: auto; overflow: visible; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); } svg .soft { fill: var(--soft); font-size: 11px; }
.bar { display: grid; grid-template-columns: 112px 1fr auto; gap: 10px; align-items: center; padding: 3px 0; font-size: 14px; } .bar > :last-child { text-align: right; min-width: 68px; white-space: nowrap; }
.track { height: 10px; border-radius: 5px; background: var(--wash); overflow: hidden; } .track i { display: block; height: 100%; background: var(--accent); border-radius: 5px; }
table { border-collapse: collapse; width: 100%; } th { text-align: left; font-weight: 500; color: var(--soft); font-size: 13px; } th, td { padding: 9px 10px 9px 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
thead th { border-top: 0; padding-top: 0; } .num { text-align: right; white-space: nowrap; overflow-wrap: normal; } th.num { text-align: right; }
.name { font-weight: 600; } .small { font-size: 13px; }
.score { display: inline-block; min-width: 58px; padding: 2px 8px; border-radius: 7px; text-align: center; font-weight: 650; background: var(--wash); color: var(--accent); white-space: nowrap; }
.reasons { display: flex; flex-wrap: wrap; gap: 4px; } .chip { border: 1px solid var(--line); border-radius: 6px; padding: 0 6px; font-size: 12.5px; } .chip b { font-weight: 600; color: var(--accent); } .chip.less b { color: var(--bad); }
details { margin-top: 16px; } summary { cursor: pointer; font-weight: 600; font-size: 17px; letter-spacing: -.01em; } summary .soft { font-weight: 400; font-size: 14px; } details table { margin-top: 14px; } summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 4px; border-radius: 4px; }
footer { margin-top: 24px; font-size: 13px; }
@media (max-width: 760px) {
  main { padding: 24px 14px 40px; } .two { grid-template-columns: minmax(0, 1fr); } .four { grid-template-columns: 1fr 1fr; gap: 10px; } .card { padding: 16px; } .figure { font-size: 28px; }
  .top thead { display: none; } .top tr { display: grid; grid-template-columns: 1fr auto; gap: 2px 12px; padding: 12px 0; border-top: 1px solid var(--line); } .top tr:first-child { border-top: 0; } .top td { border: 0; padding: 0; text-align: left; }
  .top .rank { display: none; } .top .who { width: auto; grid-column: 1; } .top .points { grid-column: 2; grid-row: 1; } .top .size, .top .money { color: var(--soft); font-size: 13px; } .top .size { grid-column: 1; } .top .size::after { content: " employees"; } .top .money { grid-column: 2; text-align: right; } .top .why { grid-column: 1 / -1; margin-top: 6px; } }
@media print { body { background: none; } .card { break-inside: avoid; } }
"""


def funnel(steps):
    """Bars that narrow to the middle; between two of them, how many are lost and why."""
    width, height, gap, middle = 360, 30, 20, 236
    most, parts = max(1, steps[0][1]), []
    for at, (label, number, why) in enumerate(steps):
        top, half = at * (height + gap), 118 * number / most
        if at:
            before, lost = 118 * steps[at - 1][1] / most, steps[at - 1][1] - number
            parts.append(
                f'<path d="M{middle - before:.1f} {top - gap} L{middle + before:.1f} {top - gap} L{middle + half:.1f} {top} L{middle - half:.1f} {top} Z" fill="var(--wash)"/>'
            )
            parts.append(f'<text class="soft" x="0" y="{top - gap / 2 + 4}">−{lost:,} {escape(why)}</text>')
        fill = "var(--a)" if at >= len(steps) - 2 else "var(--b)"
        parts.append(f'<rect x="{middle - half:.1f}" y="{top}" width="{max(2, 2 * half):.1f}" height="{height}" rx="4" fill="{fill}"/>')
        inside = half > 26
        parts.append(
            f'<text x="0" y="{top + 20}">{escape(label)}</text><text x="{middle if inside else middle + half + 8:.1f}" y="{top + 20}" '
            f'text-anchor="{"middle" if inside else "start"}" style="font-weight:650;{"fill:#fff" if inside else ""}">{number:,}</text>'
        )
    spoken = ", ".join(f"{label} {number}" for label, number, _ in steps)
    return f'<svg viewBox="0 0 {width} {len(steps) * (height + gap) - gap}" role="img" aria-label="{escape(spoken)}">{"".join(parts)}</svg>'


def histogram(bins, grades):
    """Companies by score, in the colours of the grades; dashed lines where a grade begins."""
    width, height, bar = 360, 210, 18
    most = max(1, *bins)
    grade_of = lambda points: next((grade for grade, least in grades.items() if points >= least), "D")
    parts = []
    for at, number in enumerate(bins):
        tall = height * number / most
        parts.append(
            f'<rect x="{at * bar + 1}" y="{height - tall + 26:.1f}" width="{bar - 2}" height="{tall:.1f}" rx="2" fill="var(--{grade_of(at * 5).lower()})">'
            f"<title>{at * 5} to {100 if at == 19 else at * 5 + 4} points: {number}</title></rect>"
        )
    for grade, least in grades.items():
        x = least / 5 * bar
        parts.append(
            f'<path d="M{x} 6 V{height + 26}" stroke="var(--soft)" stroke-dasharray="2 3"/><text x="{x + 5}" y="15" style="font-weight:650">{escape(grade)}</text>'
        )
    parts.append(f'<path d="M0 {height + 26.5} H{width}" stroke="var(--line)"/>')
    parts += [
        f'<text class="soft" x="{points / 5 * bar}" y="{height + 43}" text-anchor="{"start" if not points else "end" if points == 100 else "middle"}">{points}</text>'
        for points in range(0, 101, 20)
    ]
    return f'<svg viewBox="0 0 {width} {height + 48}" role="img" aria-label="Companies by score, in steps of five points: {", ".join(map(str, bins))}">{"".join(parts)}</svg>'


def bars(rows):
    most = max([1] + [good for _, good, _ in rows])
    return "".join(
        f'<div class="bar"><span>{escape(name)}</span><span class="track"><i style="width:{100 * good / most:.0f}%"></i></span><span>{good} <span class="soft">/ {number}</span></span></div>'
        for name, good, number in rows
    )


def prospect(rank, company):
    chips = "".join(
        f'<span class="chip{" less" if reason["points"] < 0 else ""}">{escape(reason["why"])} <b>{reason["points"]:+g}</b></span>'
        for reason in company["reasons"]
    )
    place = " · ".join(
        escape(part)
        for part in (", ".join(filter(None, (company["city"], company["country"]))), company["industry"], "" if company["email"] else company["domain"])
        if part
    )
    contact = " · ".join(escape(part) for part in (company["email"], company["phone"], company["register"]) if part)
    return (
        f'<tr><td class="num soft rank">{rank}</td><td class="who"><span class="name">{escape(company["name"])}</span><br><span class="soft small">{place}<br>{contact}</span></td>'
        f'<td class="num size">{company["size"]}</td><td class="num money">{company["money"]}</td><td class="points"><span class="score">{company["score"]} {company["grade"]}</span></td><td class="why"><div class="reasons">{chips}</div></td></tr>'
    )


def listing(title, note, head, rows, open_=False):
    if not rows:
        return ""
    cells = lambda row: "".join(
        f'<td{" class=num" if at == 0 else ""}>{escape(str(value)) or "<span class=soft>no name</span>"}</td>' for at, value in enumerate(row)
    )
    return (
        f'<details class="card"{" open" if open_ else ""}><summary>{title} <span class="soft">{len(rows):,} · {note}</span></summary><table><thead><tr>'
        + "".join(f'<th{" class=num" if at == 0 else ""}>{name}</th>' for at, name in enumerate(head))
        + "</tr></thead><tbody>"
        + "".join(f"<tr>{cells(row)}</tr>" for row in rows)
        + "</tbody></table></details>"
    )


def page(facts):
    steps = facts["funnel"]
    read, different, qualified, best = steps[0][1], steps[2][1], steps[4][1], steps[5][1]
    tile = lambda number, label, main="": f'<div class="card"><div class="figure {main}">{number:,}</div><div class="soft">{label}</div></div>'
    grades = " · ".join(f"{grade} from {least}" for grade, least in facts["grades"].items())
    top = "".join(prospect(rank, company) for rank, company in enumerate(facts["top"], start=1))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Qualification, campaign {escape(facts["campaign"])}</title><style>{STYLE}</style></head>
<body><main>
<p class="kicker">Qualification report</p><h1>Campaign {escape(facts["campaign"])}</h1>
<p class="soft">{escape(facts["file"])} · {facts["today"]} · {100 * qualified / max(1, different):.0f} % of {different:,} companies are qualified, the mean score is {facts["mean"]}</p>
<div class="grid four">{tile(read, "rows read")}{tile(different, "different companies")}{tile(qualified, "qualified", "main")}{tile(best, "grade A", "main")}</div>
<div class="grid two"><section class="card"><h2>From rows to prospects</h2>{funnel(steps)}</section>
<section class="card"><h2>Scores <span class="soft small">{grades} points</span></h2>{histogram(facts["histogram"], facts["grades"])}</section>
<section class="card"><h2>Qualified by industry</h2>{bars(facts["industries"])}</section><section class="card"><h2>Qualified by region</h2>{bars(facts["regions"])}</section></div>
<section class="card wide"><h2>The best {len(facts["top"])}</h2><table class="top"><thead><tr><th class="num rank">#</th><th>Company</th><th class="num">Employees</th><th class="num">Revenue</th><th>Score</th><th>Reasons</th></tr></thead><tbody>{top}</tbody></table></section>
{listing("Rejected rows", "not used at all", ("Row", "Name", "Why"), [(row["row"], row["name"], row["why"]) for row in facts["rejected"]], True)}
{listing("Ruled out", "whatever their score", ("Row", "Name", "Why", "Score"), [(row["row"], row["name"], row["why"], row["score"]) for row in facts["out"]])}
{listing("Entered twice", "the fuller entry was kept", ("Row", "Name", "Kept as", "Why"), [(row["row"], row["name"], f"{row['kept_name']} (row {row['kept']})", ", ".join(row["why"])) for row in facts["duplicates"]])}
<footer class="soft">Row numbers are those of {escape(facts["file"])}; the header is row 1. The rules for the points are in score.py; a score ends at 100.</footer>
</main></body></html>
"""
