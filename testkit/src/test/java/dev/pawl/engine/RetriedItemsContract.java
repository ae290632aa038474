// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.core.RunStatus.FAILED;
import static dev.pawl.core.RunStatus.SUCCEEDED;
import static dev.pawl.engine.Bench.end;
import static dev.pawl.engine.Bench.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.ArtifactView;
import dev.pawl.Pawl;
import dev.pawl.Pipeline;
import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.RejectedException;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.RunHandle;
import dev.pawl.Submission;
import dev.pawl.core.AllowedFailures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Of a map only the items that failed are done again, wherever the others are. */
interface RetriedItemsContract extends OnABench {

    /** Five items, each with a file, of which some break; what comes after, and what judges them, breaks too. */
    final class Five {
        final Tally tally = new Tally();
        final Set<String> broken = ConcurrentHashMap.newKeySet();
        final Pipeline<String> pipeline = Pipeline.named("five", String.class)
                .stage(
                        "each",
                        String.class,
                        s -> s.allowFailed(new AllowedFailures(2, 0))
                                .map(c -> List.of("a", "b", "c", "d", "e"), (c, item) -> {
                                    tally.count(item);
                                    breaks(item);
                                    c.artifact(item + ".txt", out -> out.write(item.getBytes(StandardCharsets.UTF_8)));
                                    return item + c.input();
                                }))
                .stage(
                        "check",
                        Integer.class,
                        s -> s.validates("each", 0).run(c -> {
                            if (broken.contains("check")) {
                                throw new RejectedException("no");
                            }
                            return 1;
                        }))
                .stage(
                        "last",
                        Integer.class,
                        s -> s.after("each").run(c -> {
                            breaks("last");
                            return 1;
                        }))
                .build();

        private void breaks(String what) {
            if (broken.contains(what)) {
                throw new IllegalStateException(what + " is broken");
            }
        }
    }

    private static List<String> files(Pawl pawl, RunHandle run) {
        return pawl.artifacts(run.id()).stream().map(ArtifactView::name).toList();
    }

    /** Of the retries only b was done, and all five are there. */
    private static void assertAllFive(Five five, Pawl pawl, RunHandle run) throws Exception {
        assertThat(five.tally.all()).isEqualTo(Map.of("b", 1));
        assertThat(files(pawl, run)).containsExactly("0/a.txt", "1/b.txt", "2/c.txt", "3/d.txt", "4/e.txt");
        assertThat(text(pawl, run.id(), "each")).isEqualTo("[\"a!\",\"b!\",\"c!\",\"d!\",\"e!\"]");
    }

    private static RawJson json(String text) {
        return RawJson.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @Tag("B5")
    @Tag("C9")
    default void fromAValidatorTheFilesOfItemsStayToo() throws Exception {
        Five five = new Five();
        five.broken.addAll(List.of("b", "check"));
        Pawl pawl = bench().start(five.pipeline);
        RunHandle failed = pawl.submit(five.pipeline, "!", Submission.plain());
        end(failed, FAILED);
        five.broken.clear();
        five.tally.clear();
        RunHandle again = pawl.retry(failed.id(), Retry.from("check").onlyFailedItems(true));
        end(again, SUCCEEDED);
        assertAllFive(five, pawl, again);
    }

    @Test
    @Tag("B5")
    @Tag("S4")
    default void alsoWhereTheMapItselfWasTakenOver() throws Exception {
        Five five = new Five();
        five.broken.addAll(List.of("b", "last"));
        Pawl pawl = bench().start(five.pipeline);
        RunHandle first = pawl.submit(five.pipeline, "!", Submission.plain());
        end(first, FAILED);
        RunHandle second = pawl.retry(first.id(), Retry.from("last"));
        end(second, FAILED);
        five.broken.clear();
        five.tally.clear();
        Retry how = Retry.from("each").onlyFailedItems(true);
        assertThat(pawl.planRetry(second.id(), how)).returns(4, RetryPlan::reusedItems);
        RunHandle third = pawl.retry(second.id(), how);
        end(third, SUCCEEDED);
        assertAllFive(five, pawl, third);

        assertThat(pawl.delete(first.id(), "ann")).isTrue();
        assertThat(pawl.planRetry(second.id(), how).blocked())
                .isNotNull()
                .returns("NOT_RETRYABLE", RetryPlan.Blocked::code)
                .returns("retry it as a whole", RetryPlan.Blocked::remedy)
                .satisfies(blocked -> assertThat(blocked.problem())
                        .isEqualTo("run " + first.id()
                                + ", which executed stage each, is deleted, and its items with it"));
        assertThat(text(pawl, third.id(), "each")).isEqualTo("[\"a!\",\"b!\",\"c!\",\"d!\",\"e!\"]");
    }

    @Test
    @Tag("B5")
    @Tag("C2")
    default void itemsOfTwoInputsAreNotMixed() throws Exception {
        Five five = new Five();
        five.broken.addAll(List.of("b", "last"));
        Pawl pawl = bench().start(five.pipeline);
        RunHandle failed = pawl.submit(five.pipeline, "!", Submission.plain());
        end(failed, FAILED);
        Retry mixed = Retry.from("each").onlyFailedItems(true).input(json("\"?\""));
        assertThatThrownBy(() -> pawl.retry(failed.id(), mixed))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.code()).isEqualTo("NOT_RETRYABLE");
                    assertThat(refused.problem())
                            .isEqualTo(
                                    "the items that stage each has done were made of another input than this retry has");
                    assertThat(refused.remedy())
                            .isEqualTo("retry it as a whole, or with the input of run " + failed.id());
                });
        assertThat(Objects.requireNonNull(pawl.planRetry(failed.id(), mixed).blocked())
                        .code())
                .isEqualTo("NOT_RETRYABLE");
        five.broken.clear();
        RunHandle same = pawl.retry(failed.id(), mixed.input(json("\"!\"")));
        end(same, SUCCEEDED);
        assertThat(five.tally.all()).isEqualTo(Map.of("a", 1, "b", 2, "c", 1, "d", 1, "e", 1));
    }
}
