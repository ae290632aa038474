// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.util.Duration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPMDCAdapter;

/** The log stays small, also where several processes write it. */
class RolledFileTest {

    private static final int LONGEST = 10_000;

    @TempDir
    private Path temporary;

    @Test
    void two_older_ones_are_kept_and_nobody_fills_a_file_that_another_rolled() throws IOException {
        Path folder = Files.createDirectories(temporary.resolve("100%n (a)"));
        Logger one = logger(folder);
        Logger other = logger(folder);
        other.info("begin");
        Path oldest = folder.resolve("pawl.log.2");
        for (int i = 0; i < 1_000 && !Files.exists(oldest); i++) {
            one.info("one writes most of what there is to be read {}", i);
        }
        assertThat(oldest).exists();
        long before = Files.size(folder.resolve("pawl.log.1"));
        other.info("other finds the newest");
        assertThat(folder.resolve("pawl.log")).content().contains("other finds the newest");
        assertThat(folder.resolve("pawl.log.1")).hasSize(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("pawl.log", "pawl.log.1", "pawl.log.2");
        }
    }

    /** As a process of its own has it. */
    private static Logger logger(Path folder) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new NOPMDCAdapter());
        RolledFile file =
                LogFile.appender(context, folder.resolve("pawl.log"), LONGEST, Duration.buildByMilliseconds(0));
        file.start();
        Logger logger = context.getLogger("test");
        logger.addAppender(file);
        return logger;
    }
}
