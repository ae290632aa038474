// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.ItemView;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.core.ItemStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Items of maps, to be read: which they are, how they stand and why. */
public final class ItemLines {

    /** Failed items that the page of a run lists. */
    private static final int SOME = 5;

    private static final int NAME = 40;
    private static final int ERROR = 200;

    private ItemLines() {}

    /** Some that failed, and how to see them all. */
    static List<String> failed(RunView run, StageView stage, Look look, int width) {
        List<String> lines = new ArrayList<>();
        int all = stage.items() == null ? 0 : stage.items().failed();
        List<ItemView> some = stage.failedItems();
        for (ItemView item : some.subList(0, Math.min(some.size(), SOME))) {
            List<String> words = Cells.wrap("✗ " + name(item) + error(item) + attempts(item), width - 2);
            lines.add(look.red(words.getFirst()));
            words.subList(1, words.size()).forEach(line -> lines.add("  " + look.red(line)));
        }
        int more = all - lines(some);
        if (more > 0 && !some.isEmpty()) {
            lines.add("… and " + Words.count(more) + " more: "
                    + look.command("show " + run.number() + " --items failed"));
        }
        return lines;
    }

    private static int lines(List<ItemView> some) {
        return Math.min(some.size(), SOME);
    }

    /** All that are given, stage by stage, in columns. */
    public static List<String> table(Map<String, List<ItemView>> items, Look look) {
        Table table = new Table("STAGE", "ITEM", "NAME", "STATUS", "TRIED", "ERROR");
        List<ItemView> rows = new ArrayList<>();
        items.forEach((stage, some) -> some.forEach(item -> {
            rows.add(item);
            table.row(List.of(
                    stage,
                    Integer.toString(item.index()),
                    Cells.cut(Cells.line(item.key() == null ? value(item) : item.key()), NAME),
                    Words.name(item.status()),
                    Integer.toString(item.attempts()),
                    item.error() == null ? "" : Cells.cut(Cells.line(item.error()), ERROR)));
        }));
        return table.lines(
                look,
                (row, column, cell) ->
                        column == 3 && rows.get(row).status() == ItemStatus.FAILED ? look.red(cell) : cell);
    }

    private static String name(ItemView item) {
        String value = value(item);
        return item.key() != null
                ? Cells.cut(Cells.line(item.key()), NAME)
                : "item " + item.index() + (value.isEmpty() ? "" : " " + Cells.cut(Cells.line(value), NAME));
    }

    private static String value(ItemView item) {
        return item.value() == null ? "" : item.value();
    }

    private static String error(ItemView item) {
        return item.error() == null ? "" : ": " + Cells.cut(Cells.line(item.error()), ERROR);
    }

    private static String attempts(ItemView item) {
        return item.attempts() > 1 ? " (" + item.attempts() + " attempts)" : "";
    }
}
