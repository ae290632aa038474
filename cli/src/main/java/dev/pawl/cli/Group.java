// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.cli.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word before commands that has no meaning of its own, as {@code stage} in {@code stage settle}. */
@CommandLine.Command
abstract class Group extends Command {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    Group(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(),
                "which one? '" + spec.qualifiedName() + "' needs one of: "
                        + String.join(", ", spec.subcommands().keySet()));
    }

    /** Commands on one stage of a run. */
    @CommandLine.Command(name = "stage", description = "Steer one stage of a run", synopsisSubcommandLabel = "COMMAND")
    static final class Stage extends Group {
        Stage(Terminal terminal) {
            super(terminal);
        }
    }

    /** Commands on pipelines. */
    @CommandLine.Command(
            name = "pipelines",
            description = "Look after pipeline files",
            synopsisSubcommandLabel = "COMMAND")
    static final class Pipelines extends Group {
        Pipelines(Terminal terminal) {
            super(terminal);
        }
    }

    /** The command itself. */
    @CommandLine.Command(
            name = "pawl",
            description = "Runs work that has several stages, and neither gets stuck nor repeats what it has finished.",
            synopsisSubcommandLabel = "COMMAND",
            versionProvider = Version.class,
            footerHeading = "%nExamples:%n",
            footer = {
                "  pawl run hello.yaml            run a pipeline file here",
                "  pawl ls                        what ran, and how it ended",
                "  pawl show 12                   one run, whole",
                "  pawl resume 12                 go on after a failure, a crash or Ctrl-C",
                "",
                "`pawl COMMAND --help` tells more. Runs are kept in the folder .pawl, or --data, or PAWL_DATA;",
                "those of many machines in the PostgreSQL of --db, or PAWL_DB."
            })
    static final class Root extends Group {
        @CommandLine.Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Show the version and end")
        private boolean version;

        Root(Terminal terminal) {
            super(terminal);
        }

        boolean versionAsked() {
            return version;
        }
    }
}
