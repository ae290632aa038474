// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.RawJson;
import dev.pawl.stages.FakeContext;
import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What expressions come to. */
class TemplateTest {

    private static final String INPUT = "{'n':1,'big':12345678901234567890,'f':1.5,'t':true,'z':null,'s':'x','a-b':2,"
            + "'list':[{'k':'v'},[]],'o':{'p':{},'q':1}}";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "plain|'plain'",
                "${input.n}|1",
                "${ input.n }|1",
                "${input.big}|12345678901234567890",
                "${input.f}|1.5",
                "${input.t}|true",
                "${input.z}|null",
                "${input.s}|'x'",
                "${input.list}|[{'k':'v'},[]]",
                "${input.list[0].k}|'v'",
                "${input['a-b']}|2",
                "${input.n}${input.z}|'1'",
                "a ${input.n} ${input.t} ${input.o.p} ${input.s}|'a 1 true {} x'",
                "$${input.n} $HOME $|'${input.n} $HOME $'",
                "${run.number}|1042",
                "${run.user}|'user-42'",
                "${run.key}|null",
                "${up.output}|[1,2]",
                "${up.output[1]}|2",
                "${input.n + 1}|2",
                "${input.f > 1}|true",
                "${input.n < 1.5 && input.t}|true",
                "${size(up.output)}|2",
                "${up.output.map(x, x * 2)}|[2,4]",
                "${up.output.exists(x, x == 2) ? {'a': [input.z]} : {}}|{'a':[null]}",
                "${run.user + '}'}|'user-42}'",
                "${has(input.nope)}|false",
                "${1.0 / 3.0}|0.3333333333333333",
                "${true}|true",
            })
    void an_expression_has_a_value(String template, String value) throws Exception {
        assertThat(value(template)).isEqualTo(value.replace('\'', '"'));
    }

    @Test
    void one_that_takes_too_long_is_given_up_and_shown_in_short() {
        String tens = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
        String endless = tens + ".all(a, " + tens + ".all(b, " + tens + ".all(c, " + tens + ".all(d, " + tens
                + ".all(e, " + tens + ".all(f, " + tens + ".all(g, true)))))))";

        assertThatThrownBy(() -> value("${" + endless + "}"))
                .hasMessage(
                        "${" + endless.substring(0, 80) + " …}: it takes more than 1,000,000 steps; have a stage work"
                                + " it out, or go through shorter lists");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "${input.nn}|${input.nn}: there is no key `nn` in input; there are n, big, f, t, z, s, a-b, list, o",
                "${input.lisp}|${input.lisp}: there is no key `lisp` in input; did you mean `list`?",
                "${input.o.p.x}|${input.o.p.x}: there is no key `x` in input.o.p; it is empty",
                "${input.list[2]}|${input.list[2]}: there is no element 2 in input.list; it has 2, from 0",
                "${input.s.x}|${input.s.x}: input.s is a text and has no key `x`; use what is there",
                "${input.z[0]}|${input.z[0]}: input.z is null and has no element 0; use what is there",
                "${up.output.x}|${up.output.x}: up.output is a list and has no key `x`; use what is there",
                "${input.nope + 1}|${input.nope + 1}: it has no value: key 'nope' is not present in map;"
                        + " see that it fits what is there",
                "${1 / 0}|${1 / 0}: it has no value: / by zero; see that it fits what is there",
                "${1.0 / 0.0}|${1.0 / 0.0}: an expression came to Infinity; JSON has no such number",
            })
    void what_is_not_there_is_named_with_what_is(String template, String message) throws IOException {
        String said;
        try {
            said = value(template);
        } catch (ExpressionException e) {
            said = e.getMessage();
        }
        assertThat(said).isEqualTo(message);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "${input.t}|true",
                "${input.n > 1}|false",
                "${skipped.output == null}|true",
                "${input.nope}|false",
                "${input.o.p.x.y}|false",
                "${input.z.x}|false",
                "${input.nope > 1}|false",
                "${input.nope == false}|false",
                "${!has(input.nope)}|true",
                "${input['a key']}|false",
                "${has(input.nope) ? input.nope : input.n == 1}|true",
                "${skipped.output.faces > 0}|false",
                "${skipped.output.faces}|false",
                "${input.n}|${input.n}: it came to a number, and not to true or false; compare it with something, like"
                        + " ${input.count > 0}",
                "${input.z}|${input.z}: it came to null, and not to true or false; compare it with something, like"
                        + " ${input.count > 0}",
                "${input.s.x}|false",
                "${input.s.x > 1}|false",
                "${up.output.x}|false",
                "${up.output[7]}|${up.output[7]}: there is no element 7 in up.output; it has 2, from 0",
                "${up.output[7] > 1}|${up.output[7] > 1}: it has no value: Index out of bounds: 7; see"
                        + " that it fits what is there",
                "${1 / 0 > 1}|${1 / 0 > 1}: it has no value: / by zero; see that it fits what is there",
                "${input.s > 1}|${input.s > 1}: it has no value: No matching overload for function '_>_'; see"
                        + " that it fits what is there",
            })
    void a_condition_holds_or_not_and_a_missing_key_is_no(String template, String holds) throws IOException {
        String said;
        try {
            said = Boolean.toString(parse(template).holds(scope()));
        } catch (ExpressionException e) {
            said = e.getMessage();
        }
        assertThat(said).isEqualTo(holds);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "${input.list}|[{'k':'v'},[]]",
                "${up.output}|[1,2]",
                "${input.list[1]}|[]",
                "${up.output.map(x, x + 1)}|[2,3]",
                "${[input.n]}|[1]",
                "${input.o}|${input.o}: input.o is an object, and not a list; name a list",
                "${input.n + 1}|${input.n + 1}: it came to a number, and not a list; name a list",
                "${skipped.output}|${skipped.output}: skipped.output is null, and not a list; name a list",
                "${skipped.output.files}|${skipped.output.files}: skipped.output is null and has no key `files`; use what"
                        + " is there",
            })
    void a_list_is_taken_as_it_is_written(String template, String list) throws IOException {
        String said;
        try {
            Object listed = parse(template).list(scope());
            said = listed instanceof RawJson raw ? FakeContext.text(raw) : listed.toString();
        } catch (ExpressionException e) {
            said = e.getMessage();
        }
        assertThat(said).isEqualTo(list.replace('\'', '"'));
    }

    @Test
    void a_long_list_inside_a_long_text_is_found_byte_for_byte() throws Exception {
        String list = "[" + "{\"ü\": \"\\u00e9 €\"}, ".repeat(20_000) + "1.50 ]";
        FakeContext context = new FakeContext();
        context.outputs.put("up", "{\"before\": [\"€\"], \"list\": " + list + ", \"after\": [1]}");

        RawJson raw = (RawJson) parse("${up.output.list}").list(new AttemptScope(context, new Secrets(context)));

        assertThat(FakeContext.text(raw)).isEqualTo(list);
        assertThat(FakeContext.text(raw)).as("read again").isEqualTo(list);
        try (InputStream in = raw.open()) {
            assertThat(in.readNBytes(3)).isEqualTo(list.substring(0, 3).getBytes(StandardCharsets.UTF_8));
            assertThat(in.skip(Long.MAX_VALUE)).isLessThan(list.length() * 2L);
            in.skipNBytes(in.available());
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {"${item.name}|'x'", "${item}|{'name':'x'}", "${item.name + '-' + run.user}|'x-user-42'"})
    void an_item_is_a_name_too(String template, String value) throws Exception {
        FakeContext context = new FakeContext();
        context.item = "{\"name\":\"x\"}";
        AttemptScope executing = new AttemptScope(context, new Secrets(context));
        AttemptScope listing = new AttemptScope(
                new FakeContext(), new Secrets(context), RawJson.of(context.item.getBytes(StandardCharsets.UTF_8)));

        assertThat(parse(template).value(executing)).hasToString(value.replace('\'', '"'));
        assertThat(parse(template).value(listing)).hasToString(value.replace('\'', '"'));
    }

    private static String value(String template) throws ExpressionException, IOException {
        JsonNode value = parse(template).value(scope());
        return value.toString();
    }

    private static AttemptScope scope() {
        FakeContext context = new FakeContext();
        context.input = INPUT.replace('\'', '"');
        context.outputs.put("up", "[1,2]");
        context.outputs.put("skipped", "null");
        return new AttemptScope(context, new Secrets(context));
    }

    private static Template parse(String template) {
        Problems problems = new Problems();
        Names names = new Names("a", Set.of("a", "up", "skipped"), Set.of("up", "skipped"), true, Names.Item.KNOWN);
        Template parsed = Template.parse(template, Place.START, names, problems);
        assertThat(problems.inOrder()).isEmpty();
        return parsed;
    }
}
