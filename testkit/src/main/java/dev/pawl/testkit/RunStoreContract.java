// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.Content;
import dev.pawl.spi.RunStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every store promises. A store's test extends it and says how a handle on the database of the present test is opened;
 * each test gets a new database. Where several workers may be in at a time, it implements {@link ManyWorkersContract} as well.
 */
public abstract class RunStoreContract
        implements JournalContract,
                FenceContract,
                KeyContract,
                RetryContract,
                FindContract,
                QueueContract,
                PayloadContract,
                CheckpointContract,
                WorkerContract,
                LivenessContract,
                SlotContract,
                AdmissionContract,
                BeginContract,
                ScheduleContract,
                BackupContract,
                KeeperContract,
                HandleContract {

    private RunStore store;
    private RunStore other;

    /** For {@link org.junit.jupiter.api JUnit}. */
    @SuppressWarnings("NullAway.Init")
    protected RunStoreContract() {}

    /** Another handle on the database of this test, as another process would have it. */
    protected abstract RunStore open() throws Exception;

    /** Changes a stored value so that it no longer has its hash; at least one byte is there. */
    @Override
    public abstract void damage(Content content);

    @BeforeEach
    void openBoth() throws Exception {
        store = open();
        other = open();
    }

    @AfterEach
    void closeBoth() {
        other.close();
        store.close();
    }

    @Override
    public final RunStore store() {
        return store;
    }

    @Override
    public final RunStore other() {
        return other;
    }
}
