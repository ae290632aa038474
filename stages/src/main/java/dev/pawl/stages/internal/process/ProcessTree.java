// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.process;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The processes of one execution of a command. A process belongs to it that was seen below its first one, or that has its
 * mark in the environment; so a child is found though its parent has ended. Not thread-safe.
 */
public final class ProcessTree {

    private static final int POLL_MILLIS = 10;
    private static final int POLLS_A_LOOK = 20;
    private static final Duration KILL_WAIT = Duration.ofSeconds(10);

    private final String mark;
    private final Set<ProcessHandle> known = new LinkedHashSet<>();

    /** @param mark a variable that only this execution has, as {@code NAME=value} */
    public ProcessTree(String mark) {
        this.mark = mark;
    }

    /** Its first process, or one an earlier look has found. */
    public void add(ProcessHandle process) {
        known.add(process);
    }

    /** Remembers who is there now. True if there was someone new. */
    public boolean look() {
        known.removeIf(ProcessTree::gone);
        return List.copyOf(known).stream()
                .flatMap(ProcessHandle::descendants)
                .map(known::add)
                .reduce(false, Boolean::logicalOr);
    }

    /** As {@link #look}, and finds those by their mark whose parents have ended. */
    public boolean lookEverywhere() {
        boolean found = look();
        long self = ProcessHandle.current().pid();
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            for (ProcessHandle process : all.toList()) {
                if (process.pid() != self && !known.contains(process) && ProcFiles.hasVariable(process.pid(), mark)) {
                    found |= !gone(process) && known.add(process);
                }
            }
        }
        boolean below = look();
        return found || below;
    }

    /** Who was seen and has not ended. */
    public List<ProcessHandle> alive() {
        known.removeIf(ProcessTree::gone);
        return List.copyOf(known);
    }

    /**
     * Asks all to end, kills what has not after the grace time, and returns when all have ended. An interrupt does not cut it
     * short.
     *
     * @return false where something cannot be killed
     */
    public boolean stop(Duration grace) {
        lookEverywhere();
        if (!grace.isZero()) {
            alive().forEach(ProcessHandle::destroy);
            await(grace, ProcessHandle::destroy);
            lookEverywhere();
        }
        alive().forEach(ProcessHandle::destroyForcibly);
        await(KILL_WAIT, ProcessHandle::destroyForcibly);
        return !lookEverywhere() && alive().isEmpty();
    }

    /** Waits until all have ended; who appears meanwhile gets the same. */
    private void await(Duration most, Consumer<ProcessHandle> deed) {
        long end = System.nanoTime() + most.toNanos();
        boolean interrupted = false;
        for (int n = 1; !alive().isEmpty() && System.nanoTime() < end; n++) {
            Set<ProcessHandle> before = Set.copyOf(known);
            if (n % POLLS_A_LOOK == 0 && look()) {
                known.stream().filter(process -> !before.contains(process)).forEach(deed);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean gone(ProcessHandle process) {
        return !process.isAlive() || ProcFiles.zombie(process.pid());
    }
}
