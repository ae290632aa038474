// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process of its own that works until it is killed. */
final class Child {

    /** What it does. */
    enum Task {
        /** Starts runs, each of which stays in its fifth stage. */
        FILL,
        /** Takes up what another process left, at its start. */
        RESUME,
        /** Stands by to take over what another process may leave. */
        STAND_BY
    }

    private Child() {}

    /**
     * Starts one.
     *
     * @param flags for its JVM
     */
    static Process start(
            Entrant entrant, Task task, Database database, Path effects, int runs, String worker, List<String> flags)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(flags);
        command.addAll(List.of("-cp", jars(), Child.class.getName(), entrant.name(), task.name()));
        command.addAll(List.of(database.url(), effects.toString(), String.valueOf(runs), worker));
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start();
    }

    /** A cache of classes is made of jars only. */
    private static String jars() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Is there once a process stands by. */
    static Path ready(Path effects) {
        return Path.of(effects + ".ready");
    }

    public static void main(String[] args) throws Exception {
        Task task = Task.valueOf(args[1]);
        int runs = Integer.parseInt(args[4]);
        Effects code = new Effects(Path.of(args[3]), task == Task.FILL ? W3.HELD : 0);
        Contender contender = Entrant.valueOf(args[0]).open(Database.pool(args[2]), code, runs, args[5]);
        switch (task) {
            case FILL -> Lanes.run(contender, 0, runs, runs);
            case RESUME -> contender.resume();
            case STAND_BY -> Files.createFile(ready(Path.of(args[3])));
        }
        new CountDownLatch(1).await();
    }
}
