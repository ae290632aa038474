// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.Look;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.WorkerInfo;
import dev.pawl.spi.WorkerRow;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Says what is wrong with this machine, the data folder and the runs in it. */
@CommandLine.Command(
        name = "doctor",
        description = "Say what is wrong with this machine, the data folder and the runs in it",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl doctor",
            "  pawl doctor --data /srv/pawl --json",
            "  pawl doctor --repair",
            "",
            "The exit code is 0 where nothing is, else 1."
        })
final class DoctorCommand extends DataCommand {

    private static final long LEAST_FREE = 256L << 20;
    private static final List<String> NETWORK =
            List.of("nfs", "nfs4", "cifs", "smb", "smb2", "smbfs", "afpfs", "fuse.sshfs", "9p");

    @Option(
            names = "--repair",
            description =
                    "Write anew what is made of the journals: rows of runs that are not as these say, and what is told in views")
    private boolean repair;

    private final List<Finding> findings = new ArrayList<>();

    DoctorCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        good("Java " + Runtime.version() + " (" + System.getProperty("java.home") + ")");
        children();
        boolean fit = !(data() instanceof DataFolder folder) || folder(folder);
        if (!fit) {
            err().line("The database was not looked at: " + data().name() + " is not fit for it");
        } else if (data().used()) {
            database();
        } else {
            good("no run in " + data().name() + " yet");
        }
        boolean well = findings.stream().allMatch(Finding::good);
        if (json()) {
            printJson(new Report(well, findings));
        } else {
            Look look = look(out());
            findings.forEach(finding -> out().line(finding.line(look)));
        }
        return well ? Exit.SUCCEEDED : Exit.FAILED;
    }

    private void children() {
        if (!System.getProperty("os.name", "").startsWith("Linux")) {
            good("no parent-death signal on this system: commands of a killed Pawl end when it is resumed");
        } else if (onPath("setpriv")) {
            good("setpriv is there: commands end at once when Pawl is killed");
        } else {
            bad(
                    "setpriv is not on the PATH: commands of a killed Pawl would go on until it is resumed; install util-linux");
        }
    }

    private static boolean onPath(String program) {
        return Arrays.stream(
                        Objects.requireNonNullElse(System.getenv("PATH"), "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Whether it can be looked into. */
    private boolean folder(DataFolder data) throws IOException {
        Path folder = data.path().toAbsolutePath().normalize();
        Path there = data.nearest();
        if (!Files.isDirectory(there)) {
            bad(there + " is a file, not a folder; name another one with --data");
            return false;
        }
        String closed = DataFolder.closed(there);
        if (closed != null) {
            bad(there + " cannot be written: " + closed + "; make it writable, or name another folder with --data");
        }
        FileStore disk = Files.getFileStore(there);
        if (NETWORK.contains(disk.type())) {
            bad(folder + " is on a network file system (" + disk.type()
                    + "), where a database is not safe; use a local disk");
        }
        long free = disk.getUsableSpace();
        String space = (free >> 20) + " MB free in " + folder + " (" + disk.type() + ")";
        if (free < LEAST_FREE) {
            bad(space + "; runs stop when the disk is full, so make some room");
        } else {
            good(space);
        }
        return closed == null || !Files.exists(folder) || (Files.isReadable(there) && Files.isExecutable(there));
    }

    private void database() {
        try (Pawl pawl = repair ? data().open() : data().openToLook()) {
            good(pawl.place());
            for (WorkerRow row : pawl.workers()) {
                WorkerInfo worker = row.worker();
                String who = "process " + worker.pid() + " on " + worker.host() + ", since " + worker.since();
                good(
                        row.alive()
                                ? "runs are executed by " + who
                                : "a dead worker still owns runs, which can be resumed: " + who);
            }
            if (repair) {
                pawl.repair().forEach(line -> good("repaired: " + line));
            }
            List<String> problems = pawl.check();
            problems.forEach(this::bad);
            if (problems.isEmpty()) {
                good("the database and the runs in it are sound");
            }
        } catch (StoreException e) {
            bad(Objects.requireNonNullElse(e.getMessage(), "the database cannot be opened"));
        }
    }

    private void good(String text) {
        findings.add(new Finding(true, text));
    }

    private void bad(String text) {
        findings.add(new Finding(false, text));
    }

    /** One thing that was looked at. */
    record Finding(boolean good, String text) {
        String line(Look look) {
            return look.mark(good) + " " + text;
        }
    }

    /** All of them. */
    record Report(boolean well, List<Finding> findings) {}
}
