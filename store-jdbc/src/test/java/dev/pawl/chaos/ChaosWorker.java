// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.spi.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A process that executes all runs of a database, until it is told to end. */
final class ChaosWorker {

    private static final Duration GRACE = Duration.ofSeconds(3);
    private static final Duration AGAIN = Duration.ofMillis(250);

    private ChaosWorker() {}

    /** The URL of the database, the file of effects, its name, and the version of its pipelines. */
    public static void main(String[] arguments) throws Exception {
        String name = arguments[2];
        Effects effects = new Effects(Path.of(arguments[1]), name);
        List<Pipeline<Order>> pipelines = pipelines(Integer.parseInt(arguments[3]), effects);
        PawlOptions options = PawlOptions.at(arguments[0]).workerName(name).grace(GRACE);
        while (true) {
            try {
                start(options.open(), pipelines);
                System.err.println("started");
                Thread.currentThread().join();
            } catch (StoreException e) { // the database is away just now
                System.err.println("not started: " + e.getMessage());
                Pause.of(AGAIN);
            }
        }
    }

    private static void start(Pawl pawl, List<Pipeline<Order>> pipelines) {
        try {
            pipelines.forEach(pawl::register);
            pawl.start();
            Runtime.getRuntime().addShutdownHook(new Thread(pawl::close));
        } catch (StoreException e) {
            pawl.close();
            throw e;
        }
    }

    private static List<Pipeline<Order>> pipelines(int version, Effects effects) {
        return version == 0 ? new Work(effects).all() : List.of(Release.pipeline(version, effects));
    }
}
