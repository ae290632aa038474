// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import dev.pawl.Json;
import dev.pawl.RefusedException;
import dev.pawl.examples.questions.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/** Asks the questions of a file or a command line, and goes on with one whose answer failed. */
public final class Main {

    private static final String HELP = """
            questions                   answers the questions in questions.json
            questions ask WORDS…        answers that question
            questions resume RUN        goes on with a failed run where it failed
            questions retry RUN STAGE   begins a new run at a stage of one that has ended, with what that had before
            questions model [PORT]      only starts the stand-in for a language model, until Ctrl-C
            """;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        String command = arguments.length == 0 ? "all" : arguments[0];
        List<String> rest = Arrays.asList(arguments).subList(Math.min(1, arguments.length), arguments.length);
        try {
            System.exit(run(command, rest));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static int run(String command, List<String> rest) throws IOException, InterruptedException {
        return switch (command) {
            case "all" -> all();
            case "ask" -> rest.isEmpty() ? help() : answered(List.of(question(String.join(" ", rest))));
            case "resume" -> rest.size() == 1 ? taken(session -> session.resume(rest.getFirst())) : help();
            case "retry" ->
                rest.size() == 2 ? taken(session -> session.retry(rest.getFirst(), rest.getLast())) : help();
            case "model" -> standIn(rest);
            default -> help();
        };
    }

    private static int all() throws IOException, InterruptedException {
        return answered(
                List.of(Json.values().readValue(Files.readAllBytes(Path.of("questions.json")), Question[].class)));
    }

    private static int answered(List<Question> questions) throws IOException, InterruptedException {
        try (Session session = Session.open()) {
            return session.ask(questions) ? 0 : 1;
        }
    }

    private interface Going {
        boolean on(Session session) throws IOException, InterruptedException;
    }

    private static int taken(Going going) throws IOException, InterruptedException {
        try (Session session = Session.open()) {
            return going.on(session) ? 0 : 1;
        } catch (RefusedException e) {
            System.err.println(e.getMessage());
            return 3;
        }
    }

    /** With an id made of its words. */
    private static Question question(String text) {
        String id = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return new Question(id.substring(0, Math.min(60, id.length())), text);
    }

    private static int standIn(List<String> port) throws IOException, InterruptedException {
        try (StandIn standIn = StandIn.start(port.isEmpty() ? 0 : Integer.parseInt(port.getFirst()))) {
            System.out.println(StandIn.MODEL + " listens at " + standIn.url());
            new CountDownLatch(1).await();
            return 0;
        }
    }

    private static int help() {
        System.err.print(HELP);
        return 2;
    }
}
