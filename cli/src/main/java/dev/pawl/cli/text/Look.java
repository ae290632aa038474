// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * What a page has to fit.
 *
 * @param width columns there are
 * @param colours whether there are any
 * @param now the time that ages are reckoned from
 * @param zone the zone that times of day are in
 * @param data what a command needs to find the same data folder: nothing, or {@code " --data FOLDER"}
 * @param runs what a run of that id is called here
 * @param served whether another process is there that takes runs
 */
public record Look(
        int width,
        boolean colours,
        Instant now,
        ZoneId zone,
        String data,
        Function<UUID, String> runs,
        BooleanSupplier served) {

    /** Where nobody takes runs by himself. */
    public Look(int width, boolean colours, Instant now, ZoneId zone, String data, Function<UUID, String> runs) {
        this(width, colours, now, zone, data, runs, () -> false);
    }

    /** Where runs are known by their ids only. */
    public Look(int width, boolean colours, Instant now, ZoneId zone, String data) {
        this(width, colours, now, zone, data, run -> "run " + run);
    }

    /** A command to type, as it has to be typed here. */
    public String command(String words) {
        return "pawl " + words + data;
    }

    public Look now(Instant value) {
        return new Look(width, colours, value, zone, data, runs, served);
    }

    /** A tick, or a cross. */
    public String mark(boolean good) {
        return good ? green("✓") : red("✗");
    }

    String bold(String text) {
        return colour("1", text);
    }

    String dim(String text) {
        return colour("2", text);
    }

    String red(String text) {
        return colour("31", text);
    }

    String green(String text) {
        return colour("32", text);
    }

    String yellow(String text) {
        return colour("33", text);
    }

    String cyan(String text) {
        return colour("36", text);
    }

    private String colour(String code, String text) {
        return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
