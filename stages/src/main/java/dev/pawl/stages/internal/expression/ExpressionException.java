// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

/** An expression is wrong, or has no value. The same again would end the same. */
public final class ExpressionException extends Exception {

    private static final long serialVersionUID = 1;

    private final String problem;
    private final String remedy;

    ExpressionException(String problem, String remedy) {
        super(problem + "; " + remedy);
        this.problem = problem;
        this.remedy = remedy;
    }

    String problem() {
        return problem;
    }

    String remedy() {
        return remedy;
    }
}
