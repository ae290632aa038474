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

    public RefusedException(String code, String problem, String remedy, @Nullable UUID activeRun) {
        this(code, problem, remedy, activeRun, List.of());
    }

    /** A name that means more than one run. */
    public static RefusedException ambiguous(String problem, String remedy, List<RunView> candidates) {
        return new RefusedException("AMBIGUOUS", problem, remedy, null, candidates);
    }

    private RefusedException(
            String code, String problem, String remedy, @Nullable UUID activeRun, List<RunView> candidates) {
        super(problem + "; " + remedy);
        this.code = code;
        this.problem = problem;
        this.remedy = remedy;
        this.activeRun = activeRun;
        this.candidates = List.copyOf(candidates);
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

    /** The run that stands in the way, with {@code ALREADY_ACTIVE}. */
    public @Nullable UUID activeRun() {
        return activeRun;
    }

    /** The runs that are meant by the name that was given, newest first, with {@code AMBIGUOUS}; without their stages. */
    public List<RunView> candidates() {
        return candidates;
    }
}
