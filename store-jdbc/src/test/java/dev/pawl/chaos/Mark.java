// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import java.util.UUID;

/**
 * What an execution of stage code left behind: a line in a file, written before its work, and one after.
 *
 * @param place where its line stands in the file, which is the order in which it really happened
 * @param execution unlike any other execution's
 * @param worker name of the process
 * @param attempt {@code run/stage/generation/number[/item]}
 */
record Mark(
        long place, Kind kind, String execution, String worker, String attempt, int epoch, String key, long millis) {

    /** Stands for no key. */
    static final String NO_KEY = "-";

    /** What happened to the execution. */
    enum Kind {
        BEGAN,
        ENDED,
        /** It threw something, or was interrupted. */
        FAILED
    }

    String line() {
        return String.join(
                " ", kind.name(), execution, worker, attempt, Integer.toString(epoch), key, Long.toString(millis));
    }

    static Mark parse(long place, String line) {
        String[] parts = line.split(" ", -1);
        return new Mark(
                place,
                Kind.valueOf(parts[0]),
                parts[1],
                parts[2],
                parts[3],
                Integer.parseInt(parts[4]),
                parts[5],
                Long.parseLong(parts[6]));
    }

    UUID run() {
        return UUID.fromString(attempt.substring(0, attempt.indexOf('/')));
    }

    /** What it works on, whichever attempt it is: {@code run/stage[/item]}. */
    String subject() {
        String[] parts = attempt.split("/", -1);
        return parts.length == 5 ? subject(parts[0], parts[1], Integer.parseInt(parts[4])) : parts[0] + "/" + parts[1];
    }

    /** The item of a map, or the stage as a whole where that is negative. */
    static String subject(String run, String stage, int item) {
        return item < 0 ? run + "/" + stage : run + "/" + stage + "/" + item;
    }

    String stage() {
        return attempt.split("/", -1)[1];
    }

    /** Which try it is. */
    int number() {
        return Integer.parseInt(attempt.split("/", -1)[3]);
    }

    boolean began() {
        return kind == Kind.BEGAN;
    }
}
