// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL that runs are kept in; the logs of this process are in a folder. */
final class Database implements Data {

    private static final String PREFIX = "jdbc:postgresql:";

    private final String url;
    private final DataFolder folder;

    private Database(String url, DataFolder folder) {
        this.url = url;
        this.folder = folder;
        Driver.LOG.setLevel(Level.OFF);
    }

    /** It writes to standard error what it also says as an exception; held, or the setting would be forgotten. */
    private static final class Driver {
        static final Logger LOG = Logger.getLogger("org.postgresql");
    }

    /** What that option names, else {@code PAWL_DB}; null where neither names one. */
    static @Nullable Database named(@Nullable String option, DataFolder folder) {
        String url = option == null ? variable("PAWL_DB") : option;
        if (url.isEmpty()) {
            return null;
        }
        if (url.startsWith("jdbc:sqlite:")) {
            throw new ExitException(
                    Exit.USAGE, "--db is for a PostgreSQL; a database of SQLite is named by its folder, with --data");
        }
        if (!url.startsWith(PREFIX)) {
            throw new ExitException(
                    Exit.USAGE,
                    "--db (PAWL_DB) is not the URL of a PostgreSQL, as in jdbc:postgresql://HOST:PORT/DATABASE;"
                            + " for a folder there is --data");
        }
        if (place(url).contains("@")) {
            throw new ExitException(
                    Exit.USAGE,
                    "--db (PAWL_DB) has a user before the host; name it as jdbc:postgresql://HOST:PORT/DATABASE, and"
                            + " give the user with PAWL_DB_USER and PAWL_DB_PASSWORD");
        }
        return new Database(url, folder);
    }

    private static String variable(String name) {
        return Objects.requireNonNullElse(System.getenv(name), "");
    }

    /** With the user and the password of the variables, where it has none of its own. */
    private String whole() {
        return with(with(url, "user", variable("PAWL_DB_USER")), "password", variable("PAWL_DB_PASSWORD"));
    }

    private static String with(String url, String name, String value) {
        if (value.isEmpty() || url.matches(".*[?&]" + name + "=.*")) {
            return url;
        }
        return url + (url.contains("?") ? "&" : "?") + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String place(String url) {
        int settings = url.indexOf('?');
        return settings < 0 ? url : url.substring(0, settings);
    }

    /** Whether a user or a password may be anywhere in it: then a part of it is as good as the whole. */
    private boolean isSecret() {
        return url.contains("@") || place(url).contains("=");
    }

    /** As it may be shown: other settings are kept, who and by what word is not. */
    private String shown() {
        if (isSecret()) {
            return PREFIX + "…";
        }
        String place = place(url);
        String settings = Arrays.stream(url.substring(place.length()).split("[?&]", -1))
                .filter(setting -> !setting.isEmpty() && !setting.matches("(?i)[^=]*(user|pass|pwd).*"))
                .collect(Collectors.joining("&"));
        return settings.isEmpty() ? place : place + "?" + settings;
    }

    @Override
    public boolean used() {
        return true;
    }

    @Override
    public String name() {
        return place(shown()).substring("jdbc:".length());
    }

    @Override
    public Path logs() {
        return folder.path();
    }

    @Override
    public PawlOptions options() {
        return PawlOptions.at(whole()).logs(folder.path());
    }

    @Override
    public Pawl openToLook() {
        LogFile.in(folder.path());
        return options().open();
    }

    @Override
    public Pawl open() {
        return openToLook();
    }

    @Override
    public Pawl openToSubmit() {
        return openToLook();
    }

    /** Makes the folder: what executes runs has logs to keep. */
    @Override
    public Pawl openOrCreate(PawlOptions options) {
        try {
            Files.createDirectories(folder.path());
        } catch (IOException e) {
            throw folder.notWritable(Errors.words(e));
        }
        LogFile.in(folder.path());
        return options.open();
    }

    @Override
    public String option() {
        String shown = shown();
        String db = url.equals(variable("PAWL_DB"))
                ? ""
                : " --db " + (shown.matches("[\\w:/.,-]+") ? shown : "'" + shown + "'");
        return db + folder.option();
    }
}
