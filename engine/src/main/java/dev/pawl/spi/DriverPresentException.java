// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

/** Another worker executes the runs of this database, and there is room for one. */
public final class DriverPresentException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient WorkerInfo holder;

    public DriverPresentException(WorkerInfo holder, String place) {
        super("the runs in " + place + " are executed by process " + holder.pid() + " on " + holder.host() + " since "
                + holder.since() + "; one worker at a time can. Wait for it to end, or stop it");
        this.holder = holder;
    }

    /** Who does. */
    public WorkerInfo holder() {
        return holder;
    }
}
