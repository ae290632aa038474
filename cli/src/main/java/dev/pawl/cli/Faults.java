// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.RunView;
import dev.pawl.cli.terminal.Interruption;
import dev.pawl.cli.terminal.Terminal;
import dev.pawl.cli.text.RunTable;
import dev.pawl.spi.DriverPresentException;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What went wrong, for a person, and the exit code for it. */
final class Faults {

    /** What picocli adds where a value cannot be read: the exception of the JDK in brackets. */
    private static final String REASON = "\\s*\\((\\w+\\.)+\\w+(Exception|Error)\\b.*\\)$";

    /** Names of classes, which tell a person nothing. */
    private static final String CLASS = "\\b([a-z]\\w*\\.)+[A-Z][\\w$]*(Exception|Error)\\b(:\\s*)?";

    /** What a value may be, as picocli lists it: the names of constants. */
    private static final Pattern CONSTANTS = Pattern.compile("(?<=one of )\\[[A-Z_, ]+]");

    /** A run by its id, where a person has given its number. */
    private static final Pattern RUN = Pattern.compile("run ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    /** Runs that are listed of those a name may mean. */
    private static final int SOME = 10;

    private static final Logger LOG = LoggerFactory.getLogger("pawl");

    private final Terminal terminal;

    Faults(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The command line cannot be understood. */
    int usage(ParameterException fault, String[] arguments) {
        CommandLine command = fault.getCommandLine();
        String see = "see `" + command.getCommandSpec().qualifiedName() + " --help`";
        String problem;
        if (fault instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().getFirst();
            problem = unknown(word, command);
            say(problem);
            Collection<String> known = word.startsWith("-")
                    ? command.getCommandSpec().optionsMap().keySet()
                    : command.getSubcommands().keySet();
            Nearest.of(word, known).ifPresent(nearest -> terminal.err().line("Did you mean '" + nearest + "'?"));
        } else {
            problem = CONSTANTS
                    .matcher(words(fault)
                            .lines()
                            .findFirst()
                            .orElse("the command is wrong")
                            .replaceAll(REASON, "")
                            .replace("option option", "option"))
                    .replaceAll(found -> found.group().toLowerCase(Locale.ROOT));
            say(problem);
        }
        terminal.err().line("S" + see.substring(1));
        if (asksForJson(arguments)) {
            print(Problem.of("USAGE", problem, see));
        }
        return Exit.USAGE;
    }

    private static boolean asksForJson(String... arguments) {
        return List.of(arguments).contains("--json");
    }

    /** For programs, on standard output. */
    private void print(Map<String, @Nullable Object> problem) {
        try {
            DataCommand.printJson(terminal.out(), problem);
        } catch (IOException e) {
            LOG.error("the problem cannot be told on standard output", e);
        }
    }

    private static String unknown(String word, CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        if (word.startsWith("-")) {
            return "'" + name + "' has no option " + word;
        }
        return command.getSubcommands().isEmpty()
                ? "'" + name + "' takes no further argument, and was given '" + word + "'"
                : "there is no command '" + name + " " + word + "'";
    }

    /** The command was understood and did not work. */
    int execution(Exception fault, CommandLine commandLine, ParseResult arguments) {
        Command command = commandLine.getCommand();
        int code = code(fault, command);
        trace(fault, command.debug());
        return code;
    }

    /** Carries out the command also where the JVM itself gives up. */
    int guarded(CommandLine commands, String[] arguments) {
        try {
            return commands.execute(arguments);
        } catch (OutOfMemoryError e) {
            trace(e, List.of(arguments).contains("--debug"));
            return said(
                    asksForJson(arguments),
                    Exit.FAILED,
                    "there is not enough memory (" + e.getMessage()
                            + "); give Java more, as with PAWL_JAVA_OPTS=-Xmx4g");
        } catch (Error e) {
            trace(e, List.of(arguments).contains("--debug"));
            LOG.error("fault in a command", e);
            return said(
                    asksForJson(arguments),
                    Exit.FAILED,
                    "a fault in Pawl itself: " + cause(e) + "; add --debug to see where, and please report it");
        }
    }

    /** The code, unless what was asked for did not reach standard output. */
    int unlessLost(int code) {
        IOException lost = terminal.out().lost();
        if (lost == null) {
            return code;
        }
        say("standard output could not be written, and what was asked for is lost: " + Errors.words(lost));
        return code == Exit.SUCCEEDED ? Exit.FAILED : code;
    }

    private void trace(Throwable fault, boolean asked) {
        if (asked) {
            StringWriter trace = new StringWriter();
            fault.printStackTrace(new PrintWriter(trace));
            terminal.err().print(trace.toString());
        }
    }

    private int code(Exception fault, Command command) {
        boolean json = command instanceof DataCommand on && on.owesJson();
        return switch (fault) {
            case ExitException e -> said(json, e.code(), words(e));
            case RefusedException e -> refused(e, command, json);
            case DriverPresentException e -> said(json, Exit.REFUSED, words(e) + elsewhere(command));
            case StoreException e -> {
                LOG.error("the store failed", e);
                yield failed(json, e);
            }
            case IOException e -> said(json, Exit.FAILED, Errors.words(e));
            case UncheckedIOException e -> said(json, Exit.FAILED, cause(e));
            case InterruptedException e -> Interruption.EXIT;
            default -> {
                LOG.error("fault in a command", fault);
                yield said(json, Exit.FAILED, "a fault in Pawl itself: " + cause(fault) + "; " + details(command));
            }
        };
    }

    /** The deepest that says something. */
    private static String cause(Throwable fault) {
        String cause = fault.getClass().getSimpleName();
        Throwable at = fault;
        for (int depth = 0; at != null && depth < 10; depth++) {
            if (at instanceof IOException e) {
                return Errors.words(e);
            }
            cause = Objects.requireNonNullElse(at.getMessage(), cause);
            at = at.getCause();
        }
        return cause;
    }

    private static String details(Command command) {
        String please = "please report it";
        if (command instanceof DataCommand on && Files.exists(on.data().logs().resolve("pawl.log"))) {
            return "details in " + on.data().logs().resolve("pawl.log") + "; " + please;
        }
        return "add --debug to see where, and " + please;
    }

    /** What the engine says to every caller, as it is done here. */
    private String remedy(RefusedException refusal, Command command) {
        return switch (refusal.code()) {
            case "NO_RUN" -> "`" + command.look(terminal.err()).command("ls") + "` lists those in " + folder(command);
            case "NO_USER" -> "name one with --user USER, or set PAWL_USER";
            default -> refusal.remedy();
        };
    }

    private static String folder(Command command) {
        return command instanceof DataCommand on ? on.data().name() : DataFolder.DEFAULT;
    }

    /** A new run need not be in that folder; one that is there has to. */
    private static String elsewhere(Command command) {
        return command instanceof RunCommand ? ", or keep this run in another folder with --data FOLDER" : "";
    }

    private int refused(RefusedException refusal, Command command, boolean json) {
        String remedy = remedy(refusal, command);
        say(numbered(refusal.problem() + "; " + remedy, command));
        if (refusal.activeRun() != null) {
            for (String verb : Problem.BESIDES) {
                terminal.err().line("  " + command.look(terminal.err()).command(verb + " " + refusal.activeRun()));
            }
        }
        if (!refusal.candidates().isEmpty()) {
            List<RunView> some = refusal.candidates().stream().limit(SOME).toList();
            terminal.err().lines(RunTable.lines(some, command.look(terminal.err())));
            int more = refusal.candidates().size() - some.size();
            if (more > 0) {
                terminal.err().line("… and " + more + " more");
            }
        }
        if (json) {
            print(Problem.of(refusal, remedy));
        }
        return Exit.REFUSED;
    }

    /** A person knows runs by their numbers; programs are given ids. */
    private static String numbered(String words, Command command) {
        if (!(command instanceof DataCommand on) || !RUN.matcher(words).find()) {
            return words;
        }
        try (Pawl pawl = on.data().openToLook()) {
            return RUN.matcher(words).replaceAll(match -> "run " + number(pawl, match.group(1)));
        } catch (RuntimeException e) {
            LOG.debug("runs are named by their ids", e);
            return words;
        }
    }

    private static String number(Pawl pawl, String id) {
        try {
            return Long.toString(pawl.run(UUID.fromString(id)).view().number());
        } catch (RefusedException gone) {
            return id;
        }
    }

    private int said(boolean json, int code, String message) {
        say(message);
        if (json) {
            print(Problem.of(code, message));
        }
        return code;
    }

    private int failed(boolean json, StoreException fault) {
        String message = words(fault).replaceAll(CLASS, "");
        String remedy = fault.remedy();
        if (remedy == null) {
            return said(json, Exit.FAILED, message);
        }
        say(message);
        if (json) {
            print(Problem.of("FAILED", fault.problem().replaceAll(CLASS, ""), remedy));
        }
        return Exit.FAILED;
    }

    private static String words(Exception fault) {
        return Objects.requireNonNullElse(fault.getMessage(), "something went wrong");
    }

    private void say(String message) {
        Command.say(terminal, terminal.err(), "pawl: " + message);
    }
}
