// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerThreadType;
import org.jobrunr.server.configuration.DefaultBackgroundJobServerWorkerPolicy;
import org.jobrunr.storage.Paging;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/**
 * JobRunr: a chain of ten jobs, each of which enqueues the next, with its output, under an id that says which one it is. Its steps
 * inside one job are fewer transactions, but durable only every poll interval: they execute again after a crash.
 */
final class JobRunrContender implements Contender {

    private final Pending pending = new Pending();
    private final StorageProvider storage;
    private final BackgroundJobServer server;
    private final JobRequestScheduler scheduler;

    JobRunrContender(Setting setting) {
        storage = new PostgresStorageProvider(setting.dataSource());
        var result = JobRunr.configure()
                .useJsonMapper(new Jackson3JsonMapper())
                .useStorageProvider(storage)
                .useJobActivator(new Activator(new Handler(this, setting.code())))
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andName(setting.worker())
                        .andPollInterval(Duration.ofSeconds(5))
                        .andInterruptJobsAwaitDurationOnStopBackgroundJobServer(Duration.ofSeconds(2))
                        .andBackgroundJobServerWorkerPolicy(new DefaultBackgroundJobServerWorkerPolicy(
                                setting.atOnce(), BackgroundJobServerThreadType.VirtualThreads)))
                .initialize();
        server = result.getBackgroundJobServer();
        scheduler = result.getJobRequestScheduler();
    }

    @Override
    public void run(int number) throws Exception {
        var ended = pending.add(number);
        enqueue(new Stage(number, 1, ""));
        ended.get();
    }

    /** A second job with the same id is not made. */
    private void enqueue(Stage stage) {
        scheduler.enqueue(new UUID(stage.run, stage.number), stage);
    }

    @Override
    public List<String> latest(int count) {
        return storage.getJobList(StateName.SUCCEEDED, Paging.AmountBasedList.descOnUpdatedAt(count)).stream()
                .map(job -> job.getId().toString())
                .toList();
    }

    @Override
    public void close() {
        server.stop();
        scheduler.shutdown();
        storage.close();
    }

    /** A stage to execute, with the output of the one before. */
    public record Stage(int run, int number, String input) implements JobRequest {

        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** Executes a stage. */
    public static final class Handler implements JobRequestHandler<Stage> {

        private final JobRunrContender contender;
        private final StageCode code;

        Handler(JobRunrContender contender, StageCode code) {
            this.contender = contender;
            this.code = code;
        }

        @Override
        public void run(Stage stage) throws Exception {
            String output = code.execute(stage.run, stage.number);
            if (stage.number < StageCode.STAGES) {
                contender.enqueue(new Stage(stage.run, stage.number + 1, output));
            } else {
                contender.pending.ended(stage.run);
            }
        }
    }

    private record Activator(Handler handler) implements JobActivator {

        @Override
        public <T> T activateJob(Class<T> type) {
            return type.cast(handler);
        }
    }
}
