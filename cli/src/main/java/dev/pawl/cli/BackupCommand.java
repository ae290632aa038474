// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.BackupPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Copies the database. */
@CommandLine.Command(
        name = "backup",
        description = "Write a copy of the database to a file, also while runs are executed",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl backup",
            "  pawl backup /mnt/backup/pawl.db --data /srv/pawl",
            "",
            "Logs are not in it. To go back to it: put it as pawl.db into an empty folder, and name that with --data."
        })
final class BackupCommand extends DataCommand {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "Where it is written; pawl-backup-DATE.db where you are, if not given")
    private @Nullable Path file;

    BackupCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        Instant now = look(out()).now();
        Path target = (file == null ? Path.of("pawl-backup-" + STAMP.format(now) + ".db") : file).toAbsolutePath();
        try (Pawl pawl = openToLook()) {
            BackupPage page = new BackupPage(now);
            boolean seen = err().terminal();
            pawl.backup(target, (bytes, most) -> {
                String line = page.progress(bytes, most, look(err()));
                if (seen && !line.isEmpty()) {
                    err().print("\r" + line + "\u001b[K");
                }
            });
            if (seen) {
                err().print("\r\u001b[K");
            }
            long size = Files.size(target);
            if (json()) {
                printJson(new Made(target.toString(), size));
            } else {
                out().lines(page.made(target.toString(), size, look(out())));
            }
            return Exit.SUCCEEDED;
        }
    }

    /** What was made. */
    record Made(String file, long size) {}
}
