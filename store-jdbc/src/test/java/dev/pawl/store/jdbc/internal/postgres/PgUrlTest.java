// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.spi.StoreException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A URL that opens nothing is told of without the password, whatever its shape. */
class PgUrlTest {

    /** The two halves of a password, and the whole. */
    private static final List<String> SECRET = List.of("geheim", "wort");

    private static final String USER = "with a user before its host";
    private static final String NAME = "Name it as jdbc:postgresql://HOST:PORT/DATABASE";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://localhost:1/db?user=u&password=geheim       | postgresql://localhost:1/db | cannot be reached
            jdbc:postgresql://localhost:1/db?user=u&password=geheim@wort  | postgresql:…                | cannot be reached
            jdbc:postgresql://localhost:1/db?user=u@there&password=geheim | postgresql:…                | cannot be reached
            jdbc:postgresql://u:geheim@localhost/db                       | postgresql:…                | USER
            jdbc:postgresql://u:geheim@localhost:5432/db?ssl=false        | postgresql:…                | USER
            jdbc:postgresql://u:geheim/wort@localhost/db                  | postgresql:…                | USER
            jdbc:postgresql://u:geheim@wort@localhost/db                  | postgresql:…                | USER
            jdbc:postgresql://u:geheim?wort@localhost/db                  | postgresql:…                | USER
            jdbc:postgresql://u:geheim?wort=1@localhost/db                | postgresql:…                | USER
            jdbc:postgresql://u:geheim&wort@localhost/db                  | postgresql:…                | USER
            jdbc:postgresql:u:geheim@localhost/db                         | postgresql:…                | USER
            jdbc:postgresql:u:geheim?wort@localhost/db                    | postgresql:…                | USER
            jdbc:postgresql:/u:geheim@localhost/db                        | postgresql:…                | USER
            jdbc:postgresql://localhost:1/db;password=geheim              | postgresql:…                | NAME
            jdbc:postgresql://localhost:1/db&password=geheim              | postgresql:…                | NAME
            jdbc:postgresql:password=geheim                               | postgresql:…                | NAME
            jdbc:postgresql://localhost?user=u&password=geheim            | postgresql://localhost      | NAME
            jdbc:postgresql://localhost:port/db?password=geheim           | postgresql://localhost:port | NAME
            jdbc:postgresql://localhost:port/db                           | postgresql://localhost:port | NAME
            jdbc:postgresql://localhost:1/db?password=%geheim             | postgresql://localhost:1    | NAME
            jdbc:postgresql://localhost:1/db?service=none&password=geheim | postgresql://localhost:1    | NAME
            """)
    void whatCannotBeOpenedIsNamedWithoutItsPassword(String url, String place, String words) {
        String said = words.equals("USER") ? USER : words.equals("NAME") ? NAME : words;
        List<String> logged = new CopyOnWriteArrayList<>();
        Logger driver = Logger.getLogger("org.postgresql");
        Handler handler = new Kept(logged);
        driver.addHandler(handler);
        try {
            assertThatThrownBy(() -> PostgresStore.open(url))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(place)
                    .hasMessageContaining(said)
                    .satisfies(e -> assertThat(traced(e)).doesNotContain(SECRET));
        } finally {
            driver.removeHandler(handler);
        }
        assertThat(String.join("", logged)).doesNotContain(SECRET);
    }

    private static String traced(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** What the driver logs. */
    private static final class Kept extends Handler {

        private final List<String> all;

        Kept(List<String> all) {
            this.all = all;
        }

        @Override
        public void publish(LogRecord line) {
            all.add(new SimpleFormatter().format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
