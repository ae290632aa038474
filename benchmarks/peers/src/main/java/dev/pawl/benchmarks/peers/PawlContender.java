// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.PipelineBuilder;
import dev.pawl.RunView;
import dev.pawl.Submission;
import dev.pawl.core.Effect;
import dev.pawl.core.RunStatus;
import dev.pawl.spi.RunQuery;
import java.util.List;

/** Pawl, with every setting at its default. */
final class PawlContender implements Contender {

    private final Pipeline<Integer> pipeline;
    private final Pawl pawl;

    PawlContender(Setting setting, Effect effect) {
        pipeline = pipeline(setting.code(), effect);
        pawl = PawlOptions.at(setting.url()).open().register(pipeline).start();
    }

    private static Pipeline<Integer> pipeline(StageCode code, Effect effect) {
        PipelineBuilder<Integer> builder = Pipeline.named("ten", Integer.class);
        for (int i = 1; i <= StageCode.STAGES; i++) {
            int stage = i;
            builder.stage("s" + stage, Output.class, options -> {
                options.effect(effect).run(context -> new Output(code.execute(context.input(), stage)));
                if (stage > 1) {
                    options.after("s" + (stage - 1));
                }
            });
        }
        return builder.build();
    }

    /** What a stage returns. */
    record Output(String text) {}

    @Override
    public void run(int number) throws Exception {
        RunView ended = pawl.submit(pipeline, number, Submission.plain()).await();
        if (ended.status() != RunStatus.SUCCEEDED) {
            throw new IllegalStateException(ended.sentence());
        }
    }

    @Override
    public List<String> latest(int count) {
        return pawl.runs(new RunQuery(null, null, null, null, null, null, null, count)).stream()
                .map(run -> run.id() + " " + run.sentence())
                .toList();
    }

    @Override
    public void close() {
        pawl.close();
    }
}
