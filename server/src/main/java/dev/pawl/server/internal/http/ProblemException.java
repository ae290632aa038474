// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

/** A request that is not done. */
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }

    /** What is asked for is not right as it is written. */
    static ProblemException invalid(String detail, String remedy) {
        return new ProblemException(Problem.of(400, "INVALID", detail, remedy));
    }

    static ProblemException notFound(String code, String detail, String remedy) {
        return new ProblemException(Problem.of(404, code, detail, remedy));
    }
}
