// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.stages.internal.expression.Names;
import dev.pawl.stages.internal.expression.Template;
import dev.pawl.stages.internal.expression.TemplateTree;
import dev.pawl.stages.internal.http.HttpAction;
import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlNode;
import dev.pawl.stages.internal.yaml.YamlNode.Field;
import dev.pawl.stages.internal.yaml.YamlNode.Fields;
import dev.pawl.stages.internal.yaml.YamlNode.Scalar;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code http}. */
final class HttpReader {

    private static final Keys.Known KEYS =
            new Keys.Known(List.of("method", "url", "headers", "body", "expect"), Set.of());
    private static final Map<String, String> METHODS = methods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> NOT_FOR_AUTHORS =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

    private final Names names;
    private final Problems problems;
    private final Values values;

    HttpReader(Names names, Problems problems) {
        this.names = names;
        this.problems = problems;
        this.values = new Values(problems);
    }

    @Nullable
    HttpAction read(@Nullable YamlNode node) {
        Fields fields = values.fields(node, "a mapping like {method: POST, url: \"https://…\"}");
        if (fields == null) {
            return null;
        }
        Keys http = Keys.of(fields, KEYS, problems);
        String usual = http.has("body") ? "POST" : "GET";
        String method = http.has("method") ? values.choice(http.get("method"), METHODS, usual) : usual;
        YamlNode body = http.get("body");
        if (body != null && (method.equals("GET") || method.equals("HEAD"))) {
            problems.add(http.place("body"), "a " + method + " has no body", "use POST or PUT, or leave the body out");
        }
        Template url = url(http, fields.place());
        Map<String, Template> headers = headers(http.get("headers"));
        Set<Integer> expect = expect(http.get("expect"));
        return new HttpAction(
                method, url, headers, body == null ? null : TemplateTree.parse(body, names, problems), expect);
    }

    private Template url(Keys http, Place place) {
        if (!http.has("url")) {
            problems.add(place, "`http` has no `url`", "add one, like url: \"https://example.com\"");
        }
        YamlNode node = http.get("url");
        String text = values.text(node, "an address like \"https://example.com\"");
        if (node == null || text == null) {
            return Template.parse("", place, names, problems);
        }
        Template url = Template.parse(text, node.place(), names, problems);
        if (url.fixed() && !isAddress(text)) {
            problems.add(
                    node.place(),
                    "`" + text + "` is no address",
                    "begin it with https:// or http://, and write a space as %20");
        }
        return url;
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = URI.create(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Map<String, Template> headers(@Nullable YamlNode node) {
        Map<String, Template> headers = new LinkedHashMap<>();
        Fields fields = values.fields(node, "a mapping like {Accept: text/plain}");
        for (Field field : fields == null ? List.<Field>of() : fields.fields()) {
            if (!field.key().matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
                problems.add(field.place(), "`" + field.key() + "` is no name of a header", "write one like Accept");
            } else if (NOT_FOR_AUTHORS.contains(field.key().toLowerCase(Locale.ROOT))) {
                problems.add(field.place(), "header `" + field.key() + "` is set by Pawl", "leave it out");
            }
            Scalar value = values.word(field.value(), "a text");
            if (value != null) {
                headers.put(field.key(), Template.parse(value.value(), value.place(), names, problems));
            }
        }
        return headers;
    }

    private Set<Integer> expect(@Nullable YamlNode node) {
        Set<Integer> statuses = new HashSet<>();
        for (YamlNode item : values.items(node, "a list like [200, 404]")) {
            Integer status = values.whole(item, 200, 599);
            if (status != null) {
                statuses.add(status);
            }
        }
        return statuses;
    }

    private static Map<String, String> methods(String... methods) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String method : methods) {
            words.put(method, method);
        }
        return words;
    }
}
