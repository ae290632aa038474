// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.spi.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What HTTP says where something was not done. Thread-safe. */
final class Problems {

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    /** What is in the path, or named by its name, and is not there. */
    private static final Set<String> NOT_THERE = Set.of("NO_RUN", "NO_ARTIFACT", "NO_PIPELINE");

    /** What is asked for can never be done. */
    private static final Set<String> NEVER = Set.of(
            "INVALID",
            "NO_USER",
            "MISSING",
            "NO_VERSION",
            "NOT_RETRYABLE",
            "MISSING_STATE",
            "UPSTREAM_FAILED",
            "TOO_LONG");

    private final Pawl pawl;

    Problems(Pawl pawl) {
        this.pawl = pawl;
    }

    /** @param stageInPath whether the stage that is not there was in the path, and not in the body */
    Problem of(RefusedException refused, boolean stageInPath) {
        Problem problem = Problem.of(status(refused, stageInPath), refused.code(), refused.problem(), refused.remedy());
        if (refused.startFrom() != null) {
            problem = problem.with("startFrom", refused.startFrom());
        }
        if (!refused.missing().isEmpty()) {
            problem = problem.with("missing", refused.missing());
        }
        if (!refused.candidates().isEmpty()) {
            problem = problem.with("candidates", refused.candidates());
        }
        UUID other = refused.activeRun();
        return other == null ? problem : other(problem, other);
    }

    /** The run that stands in the way, and what can be done to it. */
    private Problem other(Problem problem, UUID run) {
        if (problem.code().equals("ALREADY_RETRIED")) {
            return problem.with("retriedBy", run);
        }
        try {
            return problem.with("activeRun", run)
                    .with("actions", List.copyOf(pawl.run(run).view().actions()));
        } catch (RefusedException | StoreException gone) {
            return problem.with("activeRun", run);
        }
    }

    private static int status(RefusedException refused, boolean stageInPath) {
        String code = refused.code();
        if (NOT_THERE.contains(code)) {
            return 404;
        }
        return switch (code) {
            case "UNKNOWN_STAGE" -> stageInPath ? 404 : 400;
            case "EDIT_CONFLICT" -> 412;
            case "STOPPING" -> 503;
            default -> NEVER.contains(code) ? 400 : 409;
        };
    }

    static Problem of(StoreException failed) {
        String remedy = failed.remedy();
        return switch (failed.kind()) {
            case TRANSIENT, UNAVAILABLE ->
                Problem.of(
                        503,
                        "UNAVAILABLE",
                        failed.problem(),
                        remedy == null ? "send the same again in some seconds" : remedy);
            case BROKEN -> Problem.of(500, "BROKEN", failed.problem(), remedy == null ? "ask `pawl doctor`" : remedy);
        };
    }

    /** A fault of the server: what it was is in its log and nowhere else. */
    static Problem fault(Throwable error, String what) {
        String id = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("fault {} in {}", id, what, error);
        return new Problem(
                500,
                "FAULT",
                "something went wrong in the server",
                "look for " + id + " in its log",
                Map.of("fault", id));
    }
}
