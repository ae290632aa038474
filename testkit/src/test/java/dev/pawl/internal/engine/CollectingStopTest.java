// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.internal.content.Values;
import dev.pawl.spi.Keeper.Dropped;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;
import dev.pawl.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker that closes does not look through all journals first, and drops nothing of which it does not know. */
@Tag("D6")
class CollectingStopTest {

    private final SettableClock clock = new SettableClock();
    private final FakeStore store = new FakeStore(new FakeDatabase(clock), Runnable::run);

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void itStopsWhereItIs(int looks) throws Exception {
        stored();
        AtomicInteger asked = new AtomicInteger();
        Dropped dropped = new Collecting(store).all(clock, () -> asked.getAndIncrement() >= looks);
        assertThat(dropped.values()).isZero();
        assertThat(store.keeper().untouched(clock.instant(), null, 10)).hasSize(1);
    }

    @Test
    void elseItGoesToTheEnd() throws Exception {
        stored();
        assertThat(new Collecting(store).all(clock, () -> false).values()).isEqualTo(1);
    }

    private void stored() throws Exception {
        new Values(store, 1_000).keep("1".getBytes(StandardCharsets.UTF_8));
        clock.advance(Duration.ofDays(2));
    }
}
