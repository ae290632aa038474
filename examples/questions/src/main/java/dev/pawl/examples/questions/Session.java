// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import dev.pawl.OnConflict;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.RunStatus;
import dev.pawl.examples.questions.model.Endpoint;
import dev.pawl.examples.questions.model.Model;
import dev.pawl.examples.questions.model.Price;
import dev.pawl.examples.questions.standin.StandIn;
import dev.pawl.examples.questions.tables.Tables;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model, the pipeline, and the runs in the folder {@code .pawl}, while the program runs. */
final class Session implements AutoCloseable {

    private final @Nullable StandIn standIn;
    private final Pipeline<Question> pipeline;
    private final Pawl pawl;
    private final PrintStream out = System.out;

    private Session(@Nullable StandIn standIn, Endpoint endpoint) throws IOException {
        this.standIn = standIn;
        this.pipeline = QuestionsPipeline.over(new Model(endpoint), Tables.in(Path.of("tables")), Path.of("answers"));
        this.pawl = Pawl.open(Path.of(".pawl")).register(pipeline).start();
    }

    static Session open() throws IOException {
        Endpoint named = Endpoint.in(System.getenv());
        if (named != null) {
            System.out.println("Asking " + named.model() + " at " + named.url() + ".");
            return new Session(null, named);
        }
        StandIn standIn = StandIn.start(0);
        System.out.println("No QUESTIONS_URL is set, so no language model is asked: a stand-in on this machine ("
                + StandIn.MODEL + ") answers, by rules.");
        return new Session(standIn, new Endpoint(standIn.url(), StandIn.MODEL, null, Price.NONE));
    }

    /** Whether all got their answers. A question that is being worked on is not begun again, but waited for. */
    boolean ask(List<Question> questions) throws IOException, InterruptedException {
        List<RunHandle> runs = new ArrayList<>();
        for (Question question : questions) {
            runs.add(pawl.submit(pipeline, question, Submission.plain().onConflict(OnConflict.ATTACH)));
        }
        boolean all = true;
        for (RunHandle run : runs) {
            all &= ended(run);
        }
        return all;
    }

    boolean resume(String run) throws IOException, InterruptedException {
        RunHandle found = pawl.find(run);
        pawl.resume(found.id(), null);
        return ended(found);
    }

    /** A new run that takes over what that one had before the stage. */
    boolean retry(String run, String stage) throws IOException, InterruptedException {
        return ended(pawl.retry(pawl.find(run).id(), Retry.from(stage)));
    }

    private boolean ended(RunHandle run) throws IOException, InterruptedException {
        RunStatus status = run.await().status();
        out.print(Report.of(pawl, run));
        return status == RunStatus.SUCCEEDED;
    }

    @Override
    public void close() {
        pawl.close();
        if (standIn != null) {
            out.println("\nRequests that the stand-in got: " + standIn.requests());
            standIn.close();
        }
    }
}
