// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import dev.pawl.stages.internal.expression.PathExpression.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads expressions that are only a path, like {@code detect.output.faces[0]["first name"]}. */
final class PathParser {

    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Pattern STEP =
            Pattern.compile("\\.(" + NAME + ")|\\[([0-9]{1,9})]|\\[\"([^\"\\\\]*)\"]|\\['([^'\\\\]*)']");
    private static final Pattern PATH = Pattern.compile("(" + NAME + ")((?:" + STEP.pattern() + ")*)");

    private PathParser() {}

    /** The path, or null where it is something else. */
    static @Nullable Expression parse(String source, Names names) throws ExpressionException {
        Matcher matcher = PATH.matcher(source.strip());
        if (!matcher.matches() || matcher.group(1).matches("true|false|null")) {
            return null;
        }
        String root = matcher.group(1);
        names.check(root);
        List<Step> steps = steps(matcher.group(2));
        return switch (root) {
            case "input", "item" -> new PathExpression(root, root, steps);
            case "run" -> new RunField(only(root, steps, "field", String.join(", ", Names.RUN_FIELDS)));
            case "secret" -> secret(steps, names);
            default -> output(root, steps);
        };
    }

    private static List<Step> steps(String text) {
        List<Step> steps = new ArrayList<>();
        for (Matcher step = STEP.matcher(text); step.find(); ) {
            if (step.group(2) != null) {
                steps.add(Step.index(Integer.parseInt(step.group(2))));
            } else {
                String name = step.group(1) != null ? step.group(1) : step.group(3);
                steps.add(Step.key(name != null ? name : step.group(4)));
            }
        }
        return steps;
    }

    private static Expression output(String stage, List<Step> steps) throws ExpressionException {
        if (steps.isEmpty() || !"output".equals(steps.getFirst().key())) {
            throw new ExpressionException(
                    "`" + stage + "` is a stage, and only its output can be used", "write " + stage + ".output");
        }
        return new PathExpression(stage, stage + ".output", steps.subList(1, steps.size()));
    }

    private static Expression secret(List<Step> steps, Names names) throws ExpressionException {
        if (!names.secrets()) {
            throw new ExpressionException(
                    "a secret may not be used here, where others would see it", "hand it over in `env`, or in `http`");
        }
        return new Secret(only("secret", steps, "name", "its name, like secret.API_KEY"));
    }

    private static String only(String root, List<Step> steps, String what, String known) throws ExpressionException {
        String key = steps.size() == 1 ? steps.getFirst().key() : null;
        boolean right = key != null && (root.equals("run") ? Names.RUN_FIELDS.contains(key) : key.matches(NAME));
        if (key == null || !right) {
            throw new ExpressionException("`" + root + "` is followed by one " + what, "use " + known);
        }
        return key;
    }

    private record RunField(String field) implements Expression {
        @Override
        public JsonNode value(Scope scope) {
            return scope.run(field);
        }
    }

    private record Secret(String name) implements Expression {
        @Override
        public JsonNode value(Scope scope) throws ExpressionException {
            return JsonNodeFactory.instance.stringNode(scope.secret(name));
        }
    }
}
