// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a run. */
@CommandLine.Command(
        name = "delete",
        description = "Delete a run that has ended, with its history, outputs and log",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl delete 12",
            "  pawl delete 12 --yes",
            "",
            "What other runs use of it stays readable, and runs that were made from it stay.",
            "`pawl prune` deletes all runs whose time is over."
        })
final class DeleteCommand extends DataCommand {

    @Parameters(paramLabel = "RUN", description = "Its number, its id or the beginning of it, or its key")
    private String name = "";

    @Mixin
    private Confirmation confirmation = new Confirmation();

    DeleteCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        try (Pawl pawl = openToChange()) {
            RunHandle handle;
            try {
                handle = find(pawl, name);
            } catch (RefusedException e) {
                if (!e.code().equals("NO_RUN") || !wasThere(pawl)) {
                    throw e;
                }
                return gone();
            }
            List<RunView> there = pawl.runs(RunQuery.named(handle.id().toString(), 1));
            if (there.isEmpty()) {
                return gone(); // somebody else was faster
            }
            RunView run = there.getFirst();
            String unreadable = unreadable(handle);
            if (unreadable != null) {
                err().line(unreadable);
            }
            String named = "run " + run.number() + " of " + run.pipeline();
            if ((run.ended() || unreadable != null)
                    && !confirmation.given(
                            terminal(),
                            "what is deleted is gone",
                            "Delete " + named + (unreadable == null ? "" : " as it is")
                                    + "? Its history, outputs and log are gone then.")) {
                return declined();
            }
            boolean deleted = pawl.delete(run.id(), by());
            if (json()) {
                printJson(new Deleted(run.id(), run.number(), deleted, unreadable));
            } else {
                out().line(
                                deleted
                                        ? "R" + named.substring(1) + " is deleted"
                                                + (unreadable == null ? "" : ", with all that was left of it")
                                        : "It was gone already");
            }
            return Exit.SUCCEEDED;
        }
    }

    /** A number that was given is no slip of the pen: whoever deletes twice means the same. */
    private boolean wasThere(Pawl pawl) {
        return name.matches("[1-9][0-9]{0,17}") && Long.parseLong(name) <= pawl.highestNumber();
    }

    private int gone() throws IOException {
        if (json()) {
            printJson(new Deleted(null, Long.parseLong(name), false, null));
        } else {
            out().line("There is no run " + name + " any more");
        }
        return Exit.SUCCEEDED;
    }

    /** Why it cannot be read, or null where it can be. */
    private static @Nullable String unreadable(RunHandle run) {
        try {
            var unused = run.view();
            return null;
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.BROKEN) {
                throw e;
            }
            return e.problem();
        }
    }

    /**
     * What was done.
     *
     * @param id null where it was gone before
     * @param deleted whether it is gone by this
     * @param unreadable why it could not be read, or null where it could be
     */
    record Deleted(
            @Nullable UUID id,
            long number,
            boolean deleted,
            @Nullable String unreadable) {}
}
