// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process of its own that executes a stage, to be killed. Its first argument is the file, its second the run. */
final class Worker {

    private Worker() {}

    public static void main(String[] arguments) throws Exception {
        FakeContext context = new FakeContext(arguments[1]);
        Thread.ofVirtual().start(() -> {
            try {
                context.execute(PipelineFile.load(Path.of(arguments[0])).stage("a"));
            } catch (Exception e) {
                context.log("failed " + e);
            }
        });
        for (String line : new String[] {"child ", "grandchild ", "orphan "}) {
            System.out.println(line + context.awaitLine(line));
        }
        System.in.read(); // for ever: nobody writes
    }

    /** How to start one. */
    static ProcessBuilder command(Path file, String run, Map<String, String> properties) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"));
        properties.forEach((name, value) -> builder.command().add("-D" + name + "=" + value));
        builder.command().addAll(List.of(Worker.class.getName(), file.toString(), run));
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    }
}
