// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Json;
import dev.pawl.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;

/** A JSON value named on the command line: itself, {@code @file}, or {@code -} for standard input. */
final class JsonArgument {

    private JsonArgument() {}

    /** The value as it was written, which is JSON. */
    static RawJson read(String option, String argument, InputStream in) {
        byte[] text;
        try {
            if (argument.equals("-")) {
                text = in.readAllBytes();
            } else if (argument.startsWith("@")) {
                text = Files.readAllBytes(Path.of(argument.substring(1)));
            } else {
                text = argument.getBytes(StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new ExitException(Exit.USAGE, option + " cannot be read: " + Errors.words(e));
        }
        check(option, text);
        return RawJson.of(text);
    }

    private static void check(String option, byte[] text) {
        try (JsonParser parser = Json.values().createParser(text)) {
            if (parser.nextToken() == null) {
                throw new ExitException(
                        Exit.USAGE, option + " is empty; give a JSON value, @file, or - for standard input");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw bad(option, "something follows the value", parser.currentTokenLocation());
            }
        } catch (JacksonException e) {
            throw bad(option, e.getOriginalMessage().replaceAll("\\s*\\((start marker|for) .*", ""), e.getLocation());
        }
    }

    private static ExitException bad(String option, String why, @Nullable TokenStreamLocation location) {
        String where =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return new ExitException(
                Exit.USAGE,
                option + " is not JSON" + where + ": " + why + "; give a JSON value, @file, or - for standard input");
    }
}
