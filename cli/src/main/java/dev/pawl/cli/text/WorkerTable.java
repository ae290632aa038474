// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.WorkerView;
import dev.pawl.WorkerView.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Workers as a table, one row each. */
public final class WorkerTable {

    private WorkerTable() {}

    public static List<String> lines(List<WorkerView> workers, Look look) {
        Table table = new Table("WORKER", "STATUS", "HOST", "PID", "RUNS", "SINCE", "LEASE", "ADDRESS");
        for (WorkerView worker : workers) {
            Duration lease = worker.lease();
            table.row(List.of(
                    Cells.line(worker.name()),
                    symbol(worker.status()) + " " + Words.name(worker.status()),
                    worker.host(),
                    Long.toString(worker.pid()),
                    Words.count(worker.runs()),
                    Times.ago(worker.since(), look.now()),
                    lease != null
                            ? Times.whole(lease)
                            : worker.status() == Status.DEAD ? "" : "while its process lives",
                    worker.address() == null ? "" : worker.address()));
        }
        List<String> lines = new ArrayList<>(table.lines(look, (row, column, cell) -> switch (column) {
            case 1 -> painted(workers.get(row).status(), cell, look);
            case 5, 6 -> look.dim(cell);
            default -> cell;
        }));
        boolean living = workers.stream().anyMatch(worker -> worker.status() == Status.ALIVE);
        if (!living && workers.stream().anyMatch(worker -> worker.runs() > 0)) {
            lines.add("No worker is there to take those runs; they go on with: " + look.command("worker")
                    + ", or here and now with: " + look.command("recover"));
        }
        return lines;
    }

    private static String symbol(Status status) {
        return switch (status) {
            case ALIVE -> "●";
            case DRAINING -> "■";
            case SILENT -> "?";
            case DEAD -> "✗";
        };
    }

    private static String painted(Status status, String text, Look look) {
        return switch (status) {
            case ALIVE -> look.green(text);
            case DRAINING, SILENT -> look.yellow(text);
            case DEAD -> look.red(text);
        };
    }
}
