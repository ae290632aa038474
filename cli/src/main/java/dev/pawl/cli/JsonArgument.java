// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.Json;
import dev.pawl.PawlOptions;
import dev.pawl.RawJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
                text = limited(option, in);
            } else if (argument.startsWith("@")) {
                try (InputStream file = Files.newInputStream(Path.of(argument.substring(1)))) {
                    text = limited(option, file);
                }
            } else {
                text = argument.getBytes(StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new ExitException(Exit.USAGE, option + " cannot be read: " + why(argument, e));
        } catch (InvalidPathException e) {
            throw new ExitException(
                    Exit.USAGE, option + " names a file that cannot be here, " + e.getInput() + ": " + e.getReason());
        }
        check(option, argument, text);
        return RawJson.of(text);
    }

    /** All there is, unless that is more than a run may have: then it is refused before it fills the memory. */
    private static byte[] limited(String option, InputStream in) throws IOException {
        long most = PawlOptions.in(Path.of(DataFolder.DEFAULT)).maxPayload();
        byte[] text = in.readNBytes(Math.toIntExact(most + 1));
        if (text.length > most) {
            throw new ExitException(
                    Exit.USAGE,
                    option + " is longer than " + (most >> 20)
                            + " MB, the most there may be; pass the place of the data rather than the data");
        }
        return text;
    }

    private static String why(String argument, IOException e) {
        String name = argument.substring(1);
        if (name.isEmpty()) {
            return "@ names no file; write @file, or - for standard input";
        }
        return Files.isDirectory(Path.of(name))
                ? name + " is a folder; name a file in it"
                : Errors.words(e)
                        + (Files.exists(Path.of(name))
                                ? ""
                                : "; name one that is there, or give the JSON value itself");
    }

    private static void check(String option, String argument, byte[] text) {
        try (JsonParser parser = Json.values().createParser(text)) {
            if (parser.nextToken() == null) {
                throw new ExitException(
                        Exit.USAGE, option + " is empty; give a JSON value, @file, or - for standard input");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw bad(option, argument, "something follows the value", parser.currentTokenLocation());
            }
        } catch (JacksonException e) {
            throw bad(option, argument, Json.problem(e), e.getLocation());
        }
    }

    private static ExitException bad(
            String option, String argument, String why, @Nullable TokenStreamLocation location) {
        String where =
                location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
        return new ExitException(
                Exit.USAGE,
                option + " is not JSON" + where + ": " + why
                        + (isFile(argument)
                                ? "; to read the file of that name write @" + argument
                                : "; give a JSON value, @file, or - for standard input"));
    }

    /** Whether somebody left out the sign that says it is one. */
    private static boolean isFile(String argument) {
        try {
            return Files.isRegularFile(Path.of(argument));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
