// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code docs/reference/cli.md} tells of every command, with an example, and of every option. */
class ReferenceTest {

    private static final Path REFERENCE = Path.of("..", "docs", "reference", "cli.md");

    @ParameterizedTest
    @MethodSource("commands")
    void is_in_the_reference(String name, List<String> options) throws IOException {
        String text = Files.readString(REFERENCE);
        String common = section(text, "In common");
        String own = section(text, name);
        assertThat(own).as("section of %s", name).isNotEmpty().contains("\n    " + name);
        assertThat(options).allSatisfy(option -> assertThat(common + own).contains("`" + option));
    }

    static Stream<Arguments> commands() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        List<CommandSpec> leaves = new ArrayList<>();
        leaves(
                Commands.all(Shell.terminal(nowhere, nowhere, StandardCharsets.UTF_8))
                        .getCommandSpec(),
                leaves);
        return leaves.stream()
                .map(spec -> Arguments.of(
                        spec.qualifiedName(),
                        spec.options().stream().map(OptionSpec::longestName).toList()));
    }

    private static void leaves(CommandSpec spec, List<CommandSpec> leaves) {
        if (spec.subcommands().isEmpty()) {
            leaves.add(spec);
        }
        spec.subcommands().values().stream().map(CommandLine::getCommandSpec).forEach(sub -> leaves(sub, leaves));
    }

    /** From its heading to the next one; empty where there is none. */
    private static String section(String text, String heading) {
        int from = text.indexOf("## " + heading + "\n");
        int to = text.indexOf("\n## ", from + 1);
        return from < 0 ? "" : text.substring(from, to < 0 ? text.length() : to);
    }
}
