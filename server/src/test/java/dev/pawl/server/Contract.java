// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code docs/openapi.yaml} promises, held against each answer. */
final class Contract {

    private static final String HERE = "https://pawl.dev/openapi.json";

    private static final Contract IT = new Contract();

    private final JsonNode all;
    private final SchemaRegistry schemas;
    private final Map<String, Schema> known = new ConcurrentHashMap<>();

    private Contract() {
        try {
            String yaml = Files.readString(Path.of("../docs/openapi.yaml"));
            Object read = new Load(LoadSettings.builder().build()).loadFromString(yaml);
            all = JsonMapper.shared().valueToTree(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(HERE, all.toString())));
    }

    static Contract of() {
        return IT;
    }

    /** Fails where an answer is not as it was promised. */
    void check(String method, String target, int status, String type, byte[] body) {
        String path = target.replaceAll("\\?.*", "");
        String template = template(method, path);
        if (template == null) {
            assertThat(status).as("%s %s is in no contract", method, path).isIn(404, 405);
            return;
        }
        String where = "/paths/" + template.replace("~", "~0").replace("/", "~1") + "/"
                + method.toLowerCase(java.util.Locale.ROOT) + "/responses/" + status;
        JsonNode answer = all.at(where);
        assertThat(answer.isMissingNode())
                .as("%s %s answers %s: %s", method, template, status, new String(body, StandardCharsets.UTF_8))
                .isFalse();
        if (answer.has("$ref")) {
            where = answer.path("$ref").asString().substring(1);
            answer = all.at(where);
        }
        JsonNode content = answer.path("content");
        if (content.isMissingNode() || body.length == 0) {
            assertThat(body)
                    .as("%s %s has no body with %s", method, template, status)
                    .isEmpty();
            return;
        }
        String media = type.replaceAll(";.*", "");
        if (!media.endsWith("json") || !content.has(media)) {
            assertThat(content.has(media) || content.has("*/*") || content.has("application/octet-stream"))
                    .as("%s %s answers %s with %s", method, template, status, media)
                    .isTrue();
            return;
        }
        String pointer = where + "/content/" + media.replace("/", "~1") + "/schema";
        assertThat(schema(pointer).validate(new String(body, StandardCharsets.UTF_8), InputFormat.JSON))
                .as("%s %s with %s: %s", method, template, status, cut(body))
                .isEmpty();
    }

    private static String cut(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() > 2000 ? text.substring(0, 2000) + "…" : text;
    }

    /** What is told of a kind of event in a stream. */
    void event(String name, String data) {
        String schema = switch (name) {
            case "snapshot" -> "Run";
            default -> "Stream" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        };
        assertThat(schema("/components/schemas/" + schema).validate(data, InputFormat.JSON))
                .as("event %s: %s", name, data)
                .isEmpty();
    }

    private Schema schema(String pointer) {
        return known.computeIfAbsent(pointer, p -> schemas.getSchema(SchemaLocation.of(HERE + "#" + p)));
    }

    private @Nullable String template(String method, String path) {
        String best = null;
        for (var one : all.path("paths").properties()) {
            String regex = Pattern.compile("\\{[^}]*}")
                    .splitAsStream(one.getKey())
                    .map(Pattern::quote)
                    .reduce((a, b) -> a + "[^/]+" + b)
                    .orElse("");
            if (one.getKey().endsWith("}")) {
                regex += one.getKey().contains("artifacts") ? ".+" : "[^/]+";
            }
            boolean fits = path.matches(regex) && one.getValue().has(method.toLowerCase(java.util.Locale.ROOT));
            if (fits && (best == null || best.contains("{"))) {
                best = one.getKey();
            }
        }
        return best;
    }
}
