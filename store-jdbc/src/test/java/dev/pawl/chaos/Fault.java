// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

/** What goes wrong. */
enum Fault {
    KILL(4, 0, 0),
    STOP(1, 1, 9),
    STOP_PAST_LEASE(1, 16, 25),
    CUT(1, 1, 9),
    CUT_PAST_LEASE(1, 16, 25),
    /** Nobody heard of the end of who was killed. */
    KILL_AND_CUT(1, 1, 25),
    RESET(2, 0, 0),
    DATABASE_RESTART(1, 0, 1),
    DATABASE_KILL(1, 0, 1),
    DISK_FULL(1, 2, 6);

    /** How often it comes for each time that all have come. */
    final int weight;

    /** How long it lasts, in seconds. */
    final int shortest;

    final int longest;

    Fault(int weight, int shortest, int longest) {
        this.weight = weight;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** Whether who is hit by it never comes back. */
    boolean isEnd() {
        return this == KILL || this == KILL_AND_CUT;
    }

    boolean ofDatabase() {
        return switch (this) {
            case DATABASE_RESTART, DATABASE_KILL, DISK_FULL -> true;
            case KILL, STOP, STOP_PAST_LEASE, CUT, CUT_PAST_LEASE, KILL_AND_CUT, RESET -> false;
        };
    }
}
