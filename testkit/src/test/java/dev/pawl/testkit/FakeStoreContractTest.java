// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.Content;
import dev.pawl.spi.RunStore;

class FakeStoreContractTest extends RunStoreContract {

    private final FakeDatabase database = new FakeDatabase();

    @Override
    protected RunStore open() {
        return new FakeStore(database, Runnable::run);
    }

    @Override
    public void damage(Content content) {
        database.damage(content);
    }
}
