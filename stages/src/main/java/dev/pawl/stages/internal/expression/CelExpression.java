// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelErrorCode;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/** An expression in CEL. Loading this class costs a third of a second: only what is more than a path comes here. */
final class CelExpression implements Expression {

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '(\\w+)'.*", Pattern.DOTALL);
    private static final int MOST_STEPS = 1_000_000;
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(MOST_STEPS)
            .build();

    private final CelRuntime.Program program;

    private CelExpression(CelRuntime.Program program) {
        this.program = program;
    }

    static CelExpression compile(String source, Names names) throws ExpressionException {
        CelBuilder builder = CelFactory.plannerCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addVar("input", SimpleType.DYN);
        if (!names.ofKey()) {
            builder.addVar("run", SimpleType.DYN);
        }
        if (names.item() == Names.Item.KNOWN) {
            builder.addVar("item", SimpleType.DYN);
        }
        names.upstream().forEach(stage -> builder.addVar(stage, SimpleType.DYN));
        Cel cel = builder.build();
        try {
            return new CelExpression(cel.createProgram(cel.compile(source).getAst()));
        } catch (CelValidationException e) {
            throw refusal(source, e.getErrors().getFirst(), names);
        } catch (CelEvaluationException e) {
            throw new ExpressionException(
                    "`" + source + "` " + words(e), "see https://cel.dev for what can be written");
        }
    }

    @Override
    public JsonNode value(Scope scope) throws ExpressionException, IOException {
        try {
            return CelValues.toJson(program.eval(name -> Optional.of(CelValues.fromJson(tree(scope, name)))));
        } catch (CelEvaluationException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            if (e.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
                throw new ExpressionException(
                        String.format(Locale.ROOT, "it takes more than %,d steps", MOST_STEPS),
                        "have a stage work it out, or go through shorter lists");
            }
            String remedy = "see that it fits what is there";
            throw e.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND
                    ? ExpressionException.missing("it " + words(e), remedy)
                    : new ExpressionException("it " + words(e), remedy);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static JsonNode tree(Scope scope, String name) {
        if (name.equals("run")) {
            return CelValues.run(scope);
        }
        try (JsonParser parser = scope.open(name)) {
            JsonNode tree = parser.readValueAsTree();
            return name.equals("input") || name.equals("item") ? tree : CelValues.output(tree);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExpressionException refusal(String source, CelIssue issue, Names names) {
        Matcher undeclared = UNDECLARED.matcher(issue.getMessage());
        if (undeclared.matches()) {
            String name = undeclared.group(1);
            try {
                names.check(name);
            } catch (ExpressionException e) {
                boolean hyphen = source.contains("-" + name);
                return hyphen
                        ? new ExpressionException(e.problem(), "a key with a hyphen is written input[\"a-key\"]")
                        : e;
            }
            return new ExpressionException(
                    "`" + name + "` cannot be part of a larger expression", "use ${" + name + ".…} by itself");
        }
        String first = issue.getMessage().lines().findFirst().orElse("").replaceFirst(" expecting \\{.*", "");
        return new ExpressionException(
                "`" + source + "` is not CEL, at its character "
                        + (issue.getSourceLocation().getColumn() + 1) + ": " + first,
                "see https://cel.dev for what can be written");
    }

    private static String words(CelEvaluationException e) {
        String message = String.valueOf(e.getMessage())
                .replaceFirst("^evaluation error( at [^ ]*)?: ", "")
                .replaceFirst(" Overload candidates: .*", "");
        return "has no value: " + message.replaceFirst("\\.$", "");
    }
}
