// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.spi.RunStore;
import org.junit.jupiter.api.AfterEach;

/** Tests of the engine on one kind of store: who extends it says how a handle on the database of the present test is opened. */
public abstract class OnAStore implements OnABench {

    private final Bench bench = new Bench(this::openStore);

    /** For JUnit. */
    protected OnAStore() {}

    /** Another handle on the database of this test. */
    protected abstract RunStore openStore() throws Exception;

    @Override
    public final Bench bench() {
        return bench;
    }

    @AfterEach
    void closeAll() {
        bench.close();
    }
}
