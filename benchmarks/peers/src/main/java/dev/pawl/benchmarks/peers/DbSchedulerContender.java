// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** db-scheduler: a task per run that is rescheduled after each stage, at once, with the stage's output as its data. */
final class DbSchedulerContender implements Contender {

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS scheduled_tasks (
              task_name text NOT NULL, task_instance text NOT NULL, task_data bytea,
              execution_time timestamptz NOT NULL, picked boolean NOT NULL, picked_by text,
              last_success timestamptz, last_failure timestamptz, consecutive_failures int, last_heartbeat timestamptz,
              version bigint NOT NULL, priority smallint, state text, PRIMARY KEY (task_name, task_instance));
            CREATE INDEX IF NOT EXISTS execution_time_idx ON scheduled_tasks (execution_time);
            CREATE INDEX IF NOT EXISTS last_heartbeat_idx ON scheduled_tasks (last_heartbeat);
            """;

    private final Pending pending = new Pending();
    private final StageCode code;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CustomTask<String> task;
    private final Scheduler scheduler;

    DbSchedulerContender(Setting setting) throws Exception {
        Sql.execute(setting.dataSource(), TABLE);
        code = setting.code();
        task = Tasks.custom("ten", String.class).onDeadExecutionRevive().execute(this::stage);
        scheduler = Scheduler.create(setting.dataSource(), task)
                .serializer(new Text())
                .threads(setting.atOnce())
                .executorService(threads)
                .pollUsingLockAndFetch(0.5, 2.0)
                .pollingInterval(Duration.ofMillis(1))
                .enableImmediateExecution()
                .heartbeatInterval(Duration.ofSeconds(1))
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofSeconds(1))
                .schedulerName(setting::worker)
                .build();
        scheduler.start();
    }

    /** The data is the number of the stage that is next and the output of the one before. */
    private CompletionHandler<String> stage(TaskInstance<String> instance, ExecutionContext context) {
        int run = Integer.parseInt(instance.getId());
        String data = instance.getData();
        int stage = Integer.parseInt(data.substring(0, data.indexOf(' ')));
        String output;
        try {
            output = code.execute(run, stage);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        if (stage < StageCode.STAGES) {
            return (complete, operations) -> operations.reschedule(complete, Instant.now(), (stage + 1) + " " + output);
        }
        return (complete, operations) -> {
            operations.remove();
            pending.ended(run);
        };
    }

    @Override
    public void run(int number) throws Exception {
        var ended = pending.add(number);
        scheduler.schedule(task.instance(String.valueOf(number), "1 "), Instant.now());
        ended.get();
    }

    /** What has ended is gone. */
    @Override
    public List<String> latest(int count) {
        return List.of();
    }

    @Override
    public void close() {
        scheduler.stop();
        threads.shutdownNow();
    }

    /** Text as it is: the default is Java's own serialisation. */
    private static final class Text implements Serializer {

        @Override
        public byte[] serialize(Object data) {
            return ((String) data).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] data) {
            return type.cast(new String(data, StandardCharsets.UTF_8));
        }
    }
}
