// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.spi.StoreException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Stream;
import org.postgresql.Driver;

/**
 * The URL of a database, in which a password may be: nobody is told more of it than the place, and the driver gets it whole only
 * where it has nothing to log of it.
 */
record PgUrl(String url) {

    /** Where the database is, without who enters. Nothing where a user may stand in it: a password may have any sign. */
    String place() {
        boolean secret = url.contains("@") || before().contains("=");
        String shown = secret ? PostgresStore.PREFIX + "…" : before();
        return shown.startsWith("jdbc:") ? shown.substring("jdbc:".length()) : shown;
    }

    /** Also what the driver would take for the name of a host or a database, and tell of, and what it logs as a whole. */
    void refuseMisnamed() {
        boolean named = before().contains("@") || settings().anyMatch(PgUrl::isNoSetting);
        if (named || before().contains("=") || !isReadable()) {
            throw new StoreException(
                    StoreException.Kind.BROKEN,
                    "no database can be named " + place() + (named ? " with a user before its host" : ""),
                    "Name it as jdbc:postgresql://HOST:PORT/DATABASE?user=USER",
                    null);
        }
    }

    private String before() {
        int settings = url.indexOf('?');
        return settings < 0 ? url : url.substring(0, settings);
    }

    private Stream<String> settings() {
        return Arrays.stream(url.substring(before().length()).split("[?&]", -1));
    }

    /** The rest of a password in which there was a question mark; a name and a password may have the sign. */
    private static boolean isNoSetting(String setting) {
        return setting.contains("@") && !setting.matches("(?i)(user|password)=.*");
    }

    private boolean isReadable() {
        try {
            URLDecoder.decode(url.substring(before().length()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return false;
        }
        return Driver.parseURL(before(), new Properties()) != null && Driver.parseURL(url, new Properties()) != null;
    }
}
