// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something may not be done. The message says what is, what was expected and what to do. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final String problem;
    private final String remedy;
    private final @Nullable UUID activeRun;
    private final transient List<RunView> candidates;
    private final @Nullable String startFrom;
    private final transient List<Missing> missing;

    /**
     * A key that is not in what a stage put out, as it should be.
     *
     * @param stage the stage that should have made it
     */
    public record Missing(String key, String stage) {}

    public RefusedException(String code, String problem, String remedy, @Nullable UUID activeRun) {
        this(code, problem, remedy, activeRun, List.of(), null, List.of());
    }

    /** A stage from which no run can be taken up, where another one can be. */
    public static RefusedException startFrom(String code, String problem, String remedy, @Nullable String stage) {
        return new RefusedException(code, problem, remedy, null, List.of(), stage, List.of());
    }

    /** A stage from which no run can be taken up, as it needs what there is not. */
    public static RefusedException missing(String problem, String remedy, List<Missing> missing) {
        return new RefusedException("MISSING_STATE", problem, remedy, null, List.of(), null, missing);
    }

    /** A name that means more than one run. */
    public static RefusedException ambiguous(String problem, String remedy, List<RunView> candidates) {
        return new RefusedException("AMBIGUOUS", problem, remedy, null, candidates, null, List.of());
    }

    private RefusedException(
            String code,
            String problem,
            String remedy,
            @Nullable UUID activeRun,
            List<RunView> candidates,
            @Nullable String startFrom,
            List<Missing> missing) {
        super(problem + "; " + remedy);
        this.code = code;
        this.problem = problem;
        this.remedy = remedy;
        this.activeRun = activeRun;
        this.candidates = List.copyOf(candidates);
        this.startFrom = startFrom;
        this.missing = List.copyOf(missing);
    }

    /** For programs: {@code NO_RUN}, {@code NO_USER}, {@code ALREADY_ACTIVE}, {@code ENDED} … */
    public String code() {
        return code;
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }

    /** The stage to retry from instead, with {@code UPSTREAM_FAILED}; null where there is none. */
    public @Nullable String startFrom() {
        return startFrom;
    }

    /** All that there is not, with {@code MISSING_STATE}. */
    public List<Missing> missing() {
        return missing;
    }

    /** The run that stands in the way, with {@code ALREADY_ACTIVE} and {@code ALREADY_RETRIED}. */
    public @Nullable UUID activeRun() {
        return activeRun;
    }

    /** The runs that are meant by the name that was given, newest first, with {@code AMBIGUOUS}; without their stages. */
    public List<RunView> candidates() {
        return candidates;
    }
}
