// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.Content;
import dev.pawl.spi.RunStore;
import java.time.Duration;

/** With room for many workers. */
class FakeStoreForManyContractTest extends RunStoreContract implements ManyWorkersContract {

    private final SettableClock clock = new SettableClock();
    private final FakeDatabase database = FakeDatabase.forManyWorkers(clock);

    @Override
    protected RunStore open() {
        return new FakeStore(database, Runnable::run);
    }

    @Override
    public void damage(Content content) {
        database.damage(content);
    }

    @Override
    public void vanish(RunStore handle) {
        ((FakeStore) handle).vanish();
    }

    @Override
    public void pass() {
        clock.advance(Duration.ofMillis(1));
    }
}
