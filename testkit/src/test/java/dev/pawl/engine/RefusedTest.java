// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.spi.RunQuery;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each refusal of retries, documents, exports and deletions, tried; what is said of it is a page of the documentation. */
@Tag("A1")
@Tag("C2")
@Timeout(60)
class RefusedTest {

    private static final RefusalsTable TABLE = new RefusalsTable();

    private final FakeDatabase database = new FakeDatabase();
    private final Bench bench = new Bench(() -> new FakeStore(database, Runnable::run));

    @AfterEach
    void close() {
        bench.close();
    }

    @AfterAll
    static void thePageIsWhatWasSaid() throws IOException {
        TABLE.check();
    }

    @ParameterizedTest
    @EnumSource
    void isSaidSo(Refused refused) throws Exception {
        RefusalScene scene = new RefusalScene(bench);
        ThrowingCallable asked = scene.asked(refused);
        int entries = entries(scene.pawl());
        RefusedException said = catchThrowableOfType(RefusedException.class, asked);
        assertThat(said).as("it is refused").isNotNull();
        assertThat(said.code()).isEqualTo(refused.code());
        assertThat(said.problem()).isNotBlank();
        assertThat(said.remedy()).isNotBlank();
        assertThat(entries(scene.pawl())).as("nothing is changed").isEqualTo(entries);
        TABLE.add(refused, said);
    }

    /** Of all runs. */
    private static int entries(Pawl pawl) {
        return pawl.runs(RunQuery.newest(10)).stream()
                .mapToInt(run -> pawl.history(run.id(), 0, 1000).size())
                .sum();
    }
}
