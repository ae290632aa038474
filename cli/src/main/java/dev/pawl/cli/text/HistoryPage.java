// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.HistoryEntry;
import dev.pawl.LogLine;
import dev.pawl.core.Event;
import java.util.ArrayList;
import java.util.List;

/** What happened to a run and what its stages wrote, line by line. */
public final class HistoryPage {

    private HistoryPage() {}

    /** Entries of the journal: each one's number, time and epoch before its first event. */
    public static List<String> lines(List<HistoryEntry> entries, Records records, Look look) {
        List<String> lines = new ArrayList<>();
        for (HistoryEntry entry : entries) {
            String head = Cells.pad(Integer.toString(entry.seq()), 5)
                    + Times.date(entry.at(), look.zone()) + "  "
                    + Cells.pad("e" + entry.epoch(), 4);
            String prefix = look.dim(head);
            for (Event event : entry.events()) {
                List<String> words = Cells.wrap(EventWords.of(event, records), look.width() - Cells.width(head) - 1);
                for (String line : words) {
                    lines.add(prefix + line);
                    prefix = " ".repeat(Cells.width(head));
                }
            }
        }
        return lines;
    }

    /** A line of a log; the stage is named where the log is of all, and so is its item where it is of one. */
    public static String line(LogLine line, boolean named, String item, Look look) {
        String place = (named ? line.stage() : "")
                + (line.item() == null ? "" : "[" + line.item() + (item.isEmpty() ? "" : " " + item) + "]");
        String stage = place.isEmpty() ? "" : place + "  ";
        return look.dim(Times.clock(line.at(), look.zone()) + "  " + stage) + Cells.clean(line.text());
    }
}
