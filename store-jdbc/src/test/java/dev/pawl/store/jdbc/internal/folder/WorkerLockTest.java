// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.spi.WorkerInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("S1")
class WorkerLockTest {

    private static final WorkerInfo ANN = new WorkerInfo(new UUID(1, 1), "ann", "host", 42, Instant.EPOCH);
    private static final WorkerInfo BOB = new WorkerInfo(new UUID(2, 2), "bob", "host", 43, Instant.EPOCH);

    @TempDir
    private Path folder;

    @Test
    void oneHoldsIt() throws IOException {
        assertThat(WorkerLock.holder(folder)).isNull();
        try (WorkerLock lock = WorkerLock.tryTake(folder, ANN)) {
            assertThat(lock).isNotNull();
            assertThat(WorkerLock.tryTake(folder, BOB)).isNull();
            assertThat(WorkerLock.holder(folder)).isEqualTo(ANN);
        }
        assertThat(WorkerLock.holder(folder)).isNull();
        try (WorkerLock lock = WorkerLock.tryTake(folder, BOB)) {
            assertThat(lock).isNotNull();
            assertThat(WorkerLock.holder(folder)).isEqualTo(BOB);
        }
    }

    @Test
    void whoLookedOftenStillHoldsIt() throws IOException {
        try (WorkerLock lock = WorkerLock.tryTake(folder, ANN)) {
            assertThat(lock).isNotNull();
            for (int i = 0; i < 10; i++) {
                assertThat(WorkerLock.holder(folder)).isEqualTo(ANN);
                assertThat(WorkerLock.tryTake(folder, BOB)).isNull();
            }
        }
    }

    @Test
    void whatADeadWorkerLeftIsNobody() throws IOException {
        Files.write(folder.resolve("pawl.lock"), WorkerJson.write(ANN));
        assertThat(WorkerLock.holder(folder)).isNull();
    }

    @Test
    void whatIsHalfWrittenIsNobody() {
        assertThat(WorkerJson.read(new byte[0])).isNull();
        assertThat(WorkerJson.read(new byte[] {'{', '"', 'w'})).isNull();
        assertThat(WorkerJson.read(new byte[] {'{', '}'})).isNull();
        assertThat(WorkerJson.read(WorkerJson.write(ANN))).isEqualTo(ANN);
    }
}
