// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

/** An expression is wrong, or has no value. The same again would end the same. */
public final class ExpressionException extends Exception {

    private static final long serialVersionUID = 1;

    /** What is shown of an expression, in characters. */
    private static final int LONGEST = 80;

    private final String problem;
    private final String remedy;
    private final boolean missing;

    public ExpressionException(String problem, String remedy) {
        this(problem, remedy, false);
    }

    private ExpressionException(String problem, String remedy, boolean missing) {
        super(problem + "; " + remedy);
        this.problem = problem;
        this.remedy = remedy;
        this.missing = missing;
    }

    /** There is no value because a key is not there. */
    static ExpressionException missing(String problem, String remedy) {
        return new ExpressionException(problem, remedy, true);
    }

    /** The same, said of that expression. */
    ExpressionException in(String source) {
        String shown = source.length() > LONGEST ? source.substring(0, LONGEST) + " …" : source;
        return new ExpressionException("${" + shown + "}: " + problem, remedy, missing);
    }

    /** Whether it is only that a key is not there. */
    public boolean isMissing() {
        return missing;
    }

    String problem() {
        return problem;
    }

    String remedy() {
        return remedy;
    }
}
