// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the engine does, on any store. Most tests wait most of their time, so several are at it at once, each on a database of its own. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
public abstract class EngineContract extends OnAStore
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
                RetryRefusalsContract,
                RetryLineageContract,
                BeforeRetryContract,
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

    /** For JUnit. */
    protected EngineContract() {}
}
