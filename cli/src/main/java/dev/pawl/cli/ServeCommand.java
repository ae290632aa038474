// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.server.PawlServer;
import dev.pawl.server.ServerOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Answers over HTTP, and executes runs, until it is told to end. */
@CommandLine.Command(
        name = "serve",
        description = "Answer over HTTP what this command line does, and execute runs, until it is told to end",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pawl serve --pipelines pipelines",
            "  pawl serve --db jdbc:postgresql://db.example/app --no-work",
            "  curl -s http://127.0.0.1:7170/api/v1/runs",
            "",
            "It listens to this machine only. SIGTERM or Ctrl-C stops it in order, and it ends with 0."
        })
final class ServeCommand extends DataCommand {

    private static final int MOST_PORTS = 65_535;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "${env:PAWL_PORT:-7170}",
            description = "The port (PAWL_PORT); 7170 if not given, 0 for any that is free")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "${env:PAWL_HOST:-127.0.0.1}",
            description = "The address to listen at (PAWL_HOST), one of this machine only; 127.0.0.1 if not given")
    private String host = "127.0.0.1";

    @Option(
            names = "--pipelines",
            paramLabel = "FOLDER",
            defaultValue = "${env:PAWL_PIPELINES:-.}",
            description =
                    "Pipeline files of which runs can be started (PAWL_PIPELINES), read again when they change; where you"
                            + " are, if not given")
    private Path pipelines = Path.of(".");

    @Option(names = "--no-work", description = "Execute nothing: another process does, as `pawl worker`")
    private boolean noWork;

    @Mixin
    private ProfileOptions profile = new ProfileOptions();

    ServeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        InetAddress address = address();
        if (port < 0 || port > MOST_PORTS) {
            throw new ExitException(Exit.USAGE, "--port is 0 to " + MOST_PORTS + ", not " + port);
        }
        if (!Files.isDirectory(pipelines)) {
            throw new ExitException(Exit.USAGE, "--pipelines names no folder: " + pipelines);
        }
        PawlOptions options = data().options().profile(profile.profile());
        Interruption interruption = Interruption.listen();
        Working working = new Working(this);
        try (Pawl pawl = data().openOrCreate(options)) {
            PipelineFolder folder = new PipelineFolder(pipelines, pawl);
            folder.get().forEach(problem -> err().line(problem));
            ServerOptions server =
                    ServerOptions.usual().recoverAfter(profile.recoverAfter()).refresh(folder);
            pawl.listen(working);
            if (!noWork) {
                pawl.start();
            }
            try (PawlServer here = PawlServer.start(pawl, server, address.getHostAddress(), port)) {
                say(
                        err(),
                        "Answers at " + here.address() + "/api/v1, with the runs of " + pawl.place()
                                + (noWork ? ", which others execute" : "") + "; SIGTERM or Ctrl-C ends it");
                working.until(interruption, pawl);
            }
        }
        say(err(), "Ended; what is recorded as finished stays");
        return Exit.SUCCEEDED;
    }

    /** Nobody can sign in yet, so nobody but this machine is to reach it. */
    private InetAddress address() {
        @Nullable InetAddress found = null;
        try {
            found = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new ExitException(Exit.USAGE, "--host " + host + " is no address of this machine");
        }
        if (!found.isLoopbackAddress()) {
            throw new ExitException(
                    Exit.USAGE,
                    "--host " + host
                            + " can be reached by others, and there is no login yet; listen at 127.0.0.1 and put"
                            + " a proxy that has one before it");
        }
        return found;
    }
}
