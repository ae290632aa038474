// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.SqlByHandTest.sql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.Pipeline;
import dev.pawl.Retry;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.store.jdbc.internal.postgres.Server;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What retries bring, as a person asks for it with SQL: of a few runs whose ends are known, each figure. */
@Tag("C16")
@Timeout(120)
class RetryAnalyticsTest {

    @TempDir
    private Path folder;

    private final AtomicBoolean broken = new AtomicBoolean(true);

    private final Pipeline<Integer> pipeline = Pipeline.named("p", Integer.class)
            .stage("load", Integer.class, s -> s.run(c -> c.input()))
            .stage("look", Integer.class, s -> s.after("load").run(c -> c.degraded(1, "barely")))
            .stage(
                    "check",
                    Integer.class,
                    s -> s.after("look").run(c -> {
                        if (broken.get()) {
                            throw new IllegalStateException("too short");
                        }
                        return 1;
                    }))
            .build();

    private String url(String database) {
        return database.equals("sqlite")
                ? "jdbc:sqlite:" + folder.resolve("pawl.db")
                : Server.shared().database();
    }

    /** Three that fail, two of which are taken up, the first of these in vain; and one that goes well. */
    private List<RunHandle> runs(String url) throws Exception {
        try (Pawl pawl = PawlOptions.at(url).open().register(pipeline).start()) {
            RunHandle first = pawl.submit(pipeline, 1, Submission.plain());
            end(first, FAILED);
            RunHandle second = pawl.submit(pipeline, 2, Submission.plain());
            end(second, FAILED);
            end(pawl.submit(pipeline, 3, Submission.plain()), FAILED);
            end(pawl.retry(first.id(), Retry.from("check")), FAILED);
            broken.set(false);
            end(pawl.retry(second.id(), Retry.from("check")), SUCCEEDED);
            end(pawl.submit(pipeline, 4, Submission.plain()), SUCCEEDED);
            return List.of(first, second);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void whatRetriesBringIsSaidByViews(String database) throws Exception {
        String url = url(database);
        List<RunHandle> parents = runs(url);
        assertThat(sql(
                        url,
                        "SELECT stage, times, succeeded, degraded, failed, success_rate >= 0.333 AND success_rate < 0.334,"
                                + " success_rate = 1, retries, retries_succeeded FROM pawl_stage_rates ORDER BY stage"))
                .map(row -> row.replace("|t", "|1").replace("|f", "|0"))
                .containsExactly("check|6|2|0|4|1|0|2|1", "load|4|4|0|0|0|1|0|0", "look|4|0|4|0|0|1|0|0");
        assertThat(
                        sql(
                                url,
                                "SELECT number, retry_from, status, stages_reused, parent_run_id FROM pawl_retries ORDER BY number"))
                .containsExactly(
                        "4|check|failed|2|" + parents.get(0).id(),
                        "5|check|succeeded|2|" + parents.get(1).id());
        assertThat(
                        sql(
                                url,
                                "SELECT r.number FROM pawl_retries r WHERE abs(r.seconds_saved - (SELECT sum(s.seconds) FROM pawl_stages s"
                                        + " WHERE s.run_id = r.parent_run_id AND s.stage <> 'check')) < 0.000001 AND r.seconds_saved > 0"))
                .hasSize(2);
        assertThat(sql(
                        url,
                        "SELECT count(*) FROM pawl_stage_rates r WHERE abs(r.seconds_saved - (SELECT coalesce(sum(t.seconds_saved), 0)"
                                + " FROM pawl_retries t WHERE t.retry_from = r.stage)) < 0.000001"))
                .containsExactly("3");
        assertThat(sql(url, "SELECT pipeline, stage, error, times, last_number FROM pawl_failures"))
                .containsExactly("p|check|IllegalStateException: too short|4|4");
        assertThat(sql(
                        url,
                        "SELECT number, stage FROM pawl_stages WHERE reused_from_run_id = '"
                                + parents.get(1).id() + "' ORDER BY place"))
                .containsExactly("5|load", "5|look");
    }

    /** What it took over from is gone: nobody knows any more how long that took. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    @Tag("C12")
    void aDeletedSourceSavesNothingThatIsKnown(String database) throws Exception {
        String url = url(database);
        RunHandle second = runs(url).get(1);
        try (Pawl pawl = PawlOptions.at(url).open()) {
            assertThat(pawl.delete(second.id(), null)).isTrue();
        }
        assertThat(sql(url, "SELECT stages_reused FROM pawl_retries WHERE number = 5 AND seconds_saved = 0"))
                .containsExactly("2");
    }
}
