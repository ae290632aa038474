// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.ListWorkflowsInput;
import dev.dbos.transact.workflow.Workflow;
import java.util.List;

/** DBOS Transact: a workflow of ten steps, started directly, not through a queue. */
final class DbosContender implements Contender {

    private final DBOS dbos;
    private final TenSteps workflow;

    DbosContender(Setting setting) {
        dbos = new DBOS(DBOSConfig.defaults("bench")
                .withDataSource(setting.dataSource())
                .withAppVersion("1")
                .withExecutorId(setting.worker()));
        workflow = dbos.registerProxy(TenSteps.class, new Steps(dbos, setting.code()));
        dbos.launch();
    }

    @Override
    public void run(int number) throws Exception {
        dbos.startWorkflow(() -> workflow.run(number), new StartWorkflowOptions())
                .getResult();
    }

    @Override
    public List<String> latest(int count) {
        return dbos.listWorkflows(new ListWorkflowsInput().withLimit(count).withSortDesc(true)).stream()
                .map(Object::toString)
                .toList();
    }

    @Override
    public void close() {
        dbos.shutdown();
    }

    /** The workflow as callers see it. */
    public interface TenSteps {
        String run(int number);
    }

    /** The workflow itself. */
    public static final class Steps implements TenSteps {

        private final DBOS dbos;
        private final StageCode code;

        Steps(DBOS dbos, StageCode code) {
            this.dbos = dbos;
            this.code = code;
        }

        @Override
        @Workflow(name = "ten")
        public String run(int number) {
            for (int i = 1; i <= StageCode.STAGES; i++) {
                int stage = i;
                try {
                    dbos.runStep(() -> code.execute(number, stage), "s" + stage);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return "done";
        }
    }
}
