// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.yaml;

import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a scalar is by the core schema of YAML 1.2. */
public final class Scalars {

    private static final ScalarResolver CORE = new CoreSchema().getScalarResolver();

    private static final Map<Tag, Scalar.Type> TYPES = Map.of(
            Tag.INT, Scalar.Type.WHOLE,
            Tag.FLOAT, Scalar.Type.FRACTION,
            Tag.BOOL, Scalar.Type.BOOLEAN,
            Tag.NULL, Scalar.Type.NOTHING);

    private Scalars() {}

    static Scalar.Type typeOf(ScalarEvent scalar) {
        return scalar.isPlain()
                ? TYPES.getOrDefault(CORE.resolve(scalar.getValue(), true), Scalar.Type.TEXT)
                : Scalar.Type.TEXT;
    }

    /** As JSON; empty for a number that JSON does not have. */
    public static Optional<JsonNode> json(Scalar scalar) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String text = scalar.value();
        return switch (scalar.type()) {
            case TEXT -> Optional.of(json.stringNode(text));
            case NOTHING -> Optional.of(json.nullNode());
            case BOOLEAN ->
                Optional.of(json.booleanNode(text.toLowerCase(Locale.ROOT).equals("true")));
            case WHOLE -> Optional.of(json.numberNode(whole(text)));
            case FRACTION ->
                text.toLowerCase(Locale.ROOT).matches(".*(inf|nan)")
                        ? Optional.empty()
                        : Optional.of(json.numberNode(new BigDecimal(text)));
        };
    }

    private static BigInteger whole(String text) {
        if (text.startsWith("0x") || text.startsWith("0o")) {
            return new BigInteger(text.substring(2), text.charAt(1) == 'x' ? 16 : 8);
        }
        return new BigInteger(text);
    }
}
