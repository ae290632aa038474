// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.stages.FakeContext;
import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import java.io.IOException;
import java.util.Set;
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
                "${input.nope + 1}|${input.nope + 1}: `input.nope + 1` has no value: key 'nope' is not present in map;"
                        + " see that it fits what is there",
                "${1 / 0}|${1 / 0}: `1 / 0` has no value: / by zero; see that it fits what is there",
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

    private static String value(String template) throws ExpressionException, IOException {
        FakeContext context = new FakeContext();
        context.input = INPUT.replace('\'', '"');
        context.outputs.put("up", "[1,2]");
        JsonNode value = parse(template).value(new AttemptScope(context, new Secrets()));
        return value.toString();
    }

    private static Template parse(String template) {
        Problems problems = new Problems();
        Names names = new Names("a", Set.of("a", "up"), Set.of("up"), true);
        Template parsed = Template.parse(template, Place.START, names, problems);
        assertThat(problems.inOrder()).isEmpty();
        return parsed;
    }
}
