// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/** The commands there are, each made only when it is asked for: reading all their options takes longer than most of them. */
final class Commands {

    private static final Map<String, Function<Terminal, CommandLine>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("run", t -> new CommandLine(new RunCommand(t)));
        ALL.put("submit", t -> new CommandLine(new SubmitCommand(t)));
        ALL.put("resume", t -> new CommandLine(new ResumeCommand(t)));
        ALL.put("retry", t -> new CommandLine(new RetryCommand(t)));
        ALL.put("ls", t -> new CommandLine(new LsCommand(t)));
        ALL.put("show", t -> new CommandLine(new ShowCommand(t)));
        ALL.put("lineage", t -> new CommandLine(new LineageCommand(t)));
        ALL.put("export", t -> new CommandLine(new ExportCommand(t)));
        ALL.put("watch", t -> new CommandLine(new WatchCommand(t)));
        ALL.put("logs", t -> new CommandLine(new LogsCommand(t)));
        ALL.put("history", t -> new CommandLine(new HistoryCommand(t)));
        ALL.put("diagnose", t -> new CommandLine(new DiagnoseCommand(t)));
        ALL.put("recover", t -> new CommandLine(new RecoverCommand(t)));
        ALL.put("serve", t -> new CommandLine(new ServeCommand(t)));
        ALL.put("worker", t -> new CommandLine(new WorkerCommand(t)));
        ALL.put("workers", t -> new CommandLine(new WorkersCommand(t)));
        ALL.put("cancel", t -> new CommandLine(new CancelCommand(t)));
        ALL.put("edit", t -> new CommandLine(new StageCommand.Edit(t)));
        ALL.put("settle", t -> new CommandLine(new SettleCommand(t)));
        ALL.put(
                "stage",
                t -> new CommandLine(new Group.Stage(t))
                        .addSubcommand(new StageCommand.Press(t))
                        .addSubcommand(new StageCommand.Reset(t))
                        .addSubcommand(new DocumentStageCommand.Undo(t))
                        .addSubcommand(new DocumentStageCommand.DismissStale(t))
                        .addSubcommand(new DocumentStageCommand.AcceptStale(t))
                        .addSubcommand(new DocumentStageCommand.Adopt(t))
                        .addSubcommand(new SettleCommand(t)));
        ALL.put("refresh-stale", t -> new CommandLine(new DocumentCommand.RefreshStale(t)));
        ALL.put("close", t -> new CommandLine(new DocumentCommand.Close(t)));
        ALL.put(
                "pipelines",
                t -> new CommandLine(new Group.Pipelines(t))
                        .addSubcommand(new CheckCommand(t))
                        .addSubcommand(new SchemaCommand(t)));
        ALL.put("doctor", t -> new CommandLine(new DoctorCommand(t)));
        ALL.put("backup", t -> new CommandLine(new BackupCommand(t)));
        ALL.put("delete", t -> new CommandLine(new DeleteCommand(t)));
        ALL.put("prune", t -> new CommandLine(new PruneCommand(t)));
        ALL.put("import", t -> new CommandLine(new ImportCommand(t)));
        ALL.put("completion", t -> new CommandLine(new CompletionCommand(t)));
        ALL.put("demo", t -> new CommandLine(new DemoCommand(t)));
    }

    private Commands() {}

    /** With the one command that these arguments name, or with all where they name none. */
    static CommandLine of(String[] arguments, Terminal terminal) {
        CommandLine root = new CommandLine(new Group.Root(terminal));
        Function<Terminal, CommandLine> asked = arguments.length == 0 ? null : ALL.get(arguments[0]);
        if (asked != null) {
            root.addSubcommand(arguments[0], asked.apply(terminal));
        } else {
            ALL.forEach((name, make) -> root.addSubcommand(name, make.apply(terminal)));
        }
        return root;
    }

    /** With all of them. */
    static CommandLine all(Terminal terminal) {
        return of(new String[0], terminal);
    }
}
