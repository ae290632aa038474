// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.ProcessMark;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the machine tells of a process. */
@Tag("S10")
class ProcessesTest {

    private static final boolean LINUX = Files.exists(Path.of("/proc/self/stat"));

    @Test
    void aProcessIsTheSameUntilItEnds() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        ProcessMark mark = Processes.mark(child.pid());
        ProcessMark mine = Processes.mark(ProcessHandle.current().pid());
        if (LINUX) {
            assertThat(mark).isEqualTo(Processes.mark(child.pid())).isNotEqualTo(mine);
            assertThat(mark.start()).isGreaterThanOrEqualTo(mine.start());
            assertThat(mark.boot()).isEqualTo(mine.boot()).isNotBlank();
            assertThat(mark.space()).isEqualTo(mine.space()).startsWith("pid:[");
        } else {
            assertThat(mark).isNull();
        }
        child.destroyForcibly().waitFor();
        assertThat(Processes.mark(child.pid())).isNull();
    }
}
