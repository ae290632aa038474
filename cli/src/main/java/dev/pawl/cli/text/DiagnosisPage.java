// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.Diagnosis;
import dev.pawl.Diagnosis.Cause;
import dev.pawl.Diagnosis.Code;
import dev.pawl.Diagnosis.Fact;
import dev.pawl.Diagnosis.Help;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a run is where it is: what is the matter, how that is known, what to type. */
public final class DiagnosisPage {

    private static final String INDENT = "    ";

    /** Stages that are named of those that wait for the same one. */
    private static final int SOME = 8;

    private final Diagnosis diagnosis;
    private final Look look;
    private final List<String> lines = new ArrayList<>();

    private DiagnosisPage(Diagnosis diagnosis, Look look) {
        this.diagnosis = diagnosis;
        this.look = look;
    }

    public static List<String> lines(Diagnosis diagnosis, Look look) {
        return new DiagnosisPage(diagnosis, look).lines();
    }

    private List<String> lines() {
        String run = "Run " + diagnosis.number();
        lines.add(look.bold(run));
        wrapped("  ", diagnosis.sentence());
        Instant asOf = diagnosis.asOf();
        if (asOf != null) {
            wrapped("  ", "as of " + Times.ago(asOf, look.now()) + ", when its worker last wrote down how far it is");
        }
        if (diagnosis.reasons().isEmpty()) {
            lines.add("");
            lines.add("  " + look.green("Nothing keeps it from where it should be."));
        }
        Map<String, List<Cause>> behind = new LinkedHashMap<>();
        for (Cause cause : diagnosis.reasons()) {
            String root = root(cause);
            if (root != null) {
                behind.computeIfAbsent(root, stage -> new ArrayList<>()).add(cause);
            } else {
                cause(cause);
            }
        }
        behind.forEach(this::behind);
        return lines;
    }

    private void cause(Cause cause) {
        said(cause.words());
        facts(diagnosis.evidence(cause));
        helps(diagnosis.actions(cause));
    }

    private void said(String words) {
        lines.add("");
        for (String line : Cells.wrap(Cells.line(words), look.width() - 4)) {
            lines.add("  " + look.yellow(line));
        }
    }

    /** The stage where it begins that this one waits, and how that stands; or null where it is no such reason. */
    private @Nullable String root(Cause cause) {
        String root = cause.code() == Code.UNMET ? fact(cause, "begins with") : null;
        String stands = root == null ? null : fact(cause, "how that stands");
        return stands == null ? root : root + ", which " + stands;
    }

    private @Nullable String fact(Cause cause, String name) {
        return diagnosis.evidence(cause).stream()
                .filter(fact -> fact.name().equals(name))
                .map(fact -> String.valueOf(fact.value()))
                .findFirst()
                .orElse(null);
    }

    /** Stages that go on by themselves once another one does, in one line: what helps stands there. */
    private void behind(String root, List<Cause> waiting) {
        int n = waiting.size();
        if (n == 1) {
            said(waiting.getFirst().words());
            return;
        }
        String names = waiting.stream()
                .limit(SOME)
                .map(cause -> String.valueOf(cause.stage()))
                .collect(Collectors.joining(", "));
        said(Words.count(n) + " stages wait for " + root + ": " + names
                + (n > SOME ? " and " + Words.count(n - SOME) + " more" : ""));
    }

    private void facts(List<Fact> facts) {
        int width =
                facts.stream().mapToInt(fact -> Cells.width(fact.name())).max().orElse(0);
        for (Fact fact : facts) {
            List<String> value =
                    Cells.wrap(Cells.line(value(fact)), Math.max(20, look.width() - width - INDENT.length() - 2));
            for (int i = 0; i < value.size(); i++) {
                String name = Cells.pad(i == 0 ? fact.name() : "", width);
                lines.add(INDENT + look.dim(name) + "  " + value.get(i));
            }
        }
    }

    private String value(Fact fact) {
        return switch (fact.value()) {
            case Instant at -> Times.date(at, look.zone()) + ", " + when(at);
            case Long n when !fact.name().equals("process") -> Words.count(n);
            case Integer n -> Words.count(n);
            case Double n -> String.format(Locale.ROOT, "%.1f", n);
            default -> String.valueOf(fact.value());
        };
    }

    private String when(Instant at) {
        return at.isAfter(look.now())
                ? "in " + Times.whole(Duration.between(look.now(), at))
                : Times.ago(at, look.now());
    }

    private void helps(List<Help> helps) {
        for (Help help : helps) {
            if (help.command() != null) {
                lines.add(INDENT + look.cyan(look.command(help.command())));
                wrapped(INDENT + "  ", help.words());
            } else {
                wrapped(INDENT, help.words());
            }
        }
    }

    private void wrapped(String indent, String text) {
        for (String line : Cells.wrap(Cells.line(text), look.width() - indent.length())) {
            lines.add(indent + line);
        }
    }
}
