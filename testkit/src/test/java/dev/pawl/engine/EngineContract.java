// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import dev.pawl.spi.RunStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What the engine does, on any store. A test extends it and says how a handle on the database of the present test is opened. */
@Timeout(60)
public abstract class EngineContract
        implements RunningContract,
                OutputContract,
                FailingContract,
                StoppingContract,
                CheckpointingContract,
                ArtifactsContract,
                LookingContract,
                TakingOverContract,
                ZombieContract,
                DoubtContract,
                KeptInMemoryContract,
                MappingContract,
                ValidatingContract,
                AskingContract,
                ErrandsContract,
                SilenceContract,
                LeavingContract,
                TurnsContract,
                ConflictContract,
                RetryingContract,
                RetriedItemsContract,
                RetriedInputContract,
                OneOfALineContract,
                RetriedStateContract,
                RecoveringContract,
                GivingUpContract,
                RestingContract,
                DocumentContract,
                DocumentFilesContract,
                RecountingContract,
                SuspectsContract,
                HarmsContract,
                UndrivenContract,
                EnteringAnewContract,
                SlotsContract,
                LimitsContract,
                FaultsContract,
                KeepingContract,
                ImportingContract,
                SchedulingContract {

    private final Bench bench = new Bench(this::openStore);

    /** For JUnit. */
    protected EngineContract() {}

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
