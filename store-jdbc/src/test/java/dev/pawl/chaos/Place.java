// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where one worker after the other runs, with a cable to the database. Thread-safe. */
final class Place implements AutoCloseable {

    private final Site site;
    private final String name;
    private final Cable cable;
    private @Nullable WorkerProcess worker;
    private int workers;
    private boolean closed;
    /** Until when something is the matter here. */
    private long ailsUntil;

    Place(Site site, String name) throws IOException {
        this.site = site;
        this.name = name;
        this.cable = new Cable(site.database().port());
    }

    Cable cable() {
        return cable;
    }

    /** The latest. */
    synchronized WorkerProcess worker() {
        if (worker == null) {
            throw new IllegalStateException("nobody was ever started at " + name);
        }
        return worker;
    }

    /** A new worker, where the former is gone. */
    synchronized void start(int version) throws IOException {
        if (!closed && (worker == null || !worker.process().isAlive())) {
            worker = WorkerProcess.start(site.folder(), name + "." + ++workers, cable.port(), version);
            site.story().tell("%s starts", worker.name());
        }
    }

    /** Whether its worker is not at work, or something was done to it that is not over yet. */
    synchronized boolean ails() throws IOException {
        return System.currentTimeMillis() < ailsUntil || !worker().process().isAlive() || !worker().hasStarted();
    }

    synchronized void ails(long millis) {
        ailsUntil = Math.max(ailsUntil, System.currentTimeMillis() + millis);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (worker != null) {
            worker.kill();
        }
        cable.close();
    }
}
