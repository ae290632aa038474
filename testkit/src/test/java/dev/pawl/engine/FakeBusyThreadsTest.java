// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.spi.RunStore;
import dev.pawl.testkit.FakeDatabase;
import dev.pawl.testkit.FakeStore;

/** On the store in memory. */
class FakeBusyThreadsTest extends BusyThreadsContract {

    private final FakeDatabase database = new FakeDatabase();

    @Override
    protected RunStore openStore() {
        return new FakeStore(database, Runnable::run);
    }
}
