// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import java.sql.Connection;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/**
 * Spring Batch: a job of ten tasklet steps, each of which puts its output into its execution context. Executed on the caller's
 * thread; READ COMMITTED where a run is created, for SERIALIZABLE, the default, makes runs that start together fail.
 */
final class BatchContender implements Contender {

    private static final String JOB = "ten";

    private final StageCode code;
    private final JobRepository repository;
    private final Job job;
    private final TaskExecutorJobOperator operator;
    private final TaskExecutorJobOperator restarter;

    BatchContender(Setting setting) throws Exception {
        code = setting.code();
        tables(setting.dataSource());
        repository = repository(setting.dataSource());
        job = job();
        MapJobRegistry registry = new MapJobRegistry();
        registry.register(job);
        operator = new TaskExecutorJobOperator();
        operator.setJobRepository(repository);
        operator.setJobRegistry(registry);
        operator.setTaskExecutor(new SyncTaskExecutor());
        operator.afterPropertiesSet();
        restarter = new TaskExecutorJobOperator();
        restarter.setJobRepository(repository);
        restarter.setJobRegistry(registry);
        restarter.setTaskExecutor(new VirtualThreadTaskExecutor());
        restarter.afterPropertiesSet();
    }

    private static void tables(DataSource database) throws Exception {
        try (Connection connection = database.getConnection()) {
            if (Sql.text(connection, "SELECT to_regclass('batch_job_instance')") == null) {
                ScriptUtils.executeSqlScript(
                        connection, new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"));
            }
        }
    }

    private static JobRepository repository(DataSource database) throws Exception {
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(database);
        factory.setTransactionManager(new JdbcTransactionManager(database));
        factory.setIsolationLevelForCreateEnum(Isolation.READ_COMMITTED);
        factory.afterPropertiesSet();
        return factory.getObject();
    }

    private Job job() {
        SimpleJobBuilder builder = new JobBuilder(JOB, repository).start(step(1));
        for (int i = 2; i <= StageCode.STAGES; i++) {
            builder.next(step(i));
        }
        return builder.build();
    }

    /** With the database's own transactions around the tasklets, every stage that executes would hold a connection. */
    private Step step(int stage) {
        return new StepBuilder("s" + stage, repository)
                .tasklet((contribution, chunk) -> execute(contribution, stage), new ResourcelessTransactionManager())
                .build();
    }

    private RepeatStatus execute(StepContribution contribution, int stage) throws Exception {
        var step = contribution.getStepExecution();
        long run = step.getJobExecution().getJobParameters().getLong("run");
        step.getExecutionContext().putString("output", code.execute((int) run, stage));
        return RepeatStatus.FINISHED;
    }

    @Override
    public void run(int number) throws Exception {
        JobExecution ended = operator.start(
                job, new JobParametersBuilder().addLong("run", (long) number).toJobParameters());
        if (ended.getStatus() != BatchStatus.COMPLETED) {
            throw new IllegalStateException(
                    "run " + number + " is " + ended.getStatus() + ": " + ended.getAllFailureExceptions());
        }
    }

    /** Nothing tells it that a process has died: what it takes for running is marked as failed, then restarted. */
    @Override
    public void resume() throws Exception {
        for (JobExecution running : repository.findRunningJobExecutions(JOB)) {
            restarter.restart(restarter.recover(running));
        }
    }

    @Override
    public List<String> latest(int count) throws Exception {
        return repository.getJobInstances(JOB, 0, count).stream()
                .map(instance -> instance + " " + repository.getLastJobExecution(instance))
                .toList();
    }

    @Override
    public void close() {}
}
