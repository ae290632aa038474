// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.Content;
import dev.pawl.spi.RunStore;
import java.time.Duration;

class FakeStoreContractTest extends RunStoreContract {

    private final SettableClock clock = new SettableClock();
    private final FakeDatabase database = new FakeDatabase(clock);

    @Override
    protected RunStore open() {
        return new FakeStore(database, Runnable::run);
    }

    @Override
    public void pass() {
        clock.advance(Duration.ofMillis(1));
    }

    @Override
    public void damage(Content content) {
        database.damage(content);
    }
}
