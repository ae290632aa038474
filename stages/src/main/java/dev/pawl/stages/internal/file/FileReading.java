// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.file;

import dev.pawl.stages.internal.yaml.Place;
import dev.pawl.stages.internal.yaml.Problems;
import dev.pawl.stages.internal.yaml.YamlReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a file's text. */
public final class FileReading {

    static final int MOST_BYTES = 1 << 20;

    private FileReading() {}

    /** The file, or null where it was complained about. */
    public static @Nullable Source read(Path file, Problems problems) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null || !Files.isRegularFile(absolute)) {
            throw new IOException("there is no file " + absolute + "; name a pipeline file");
        }
        if (Files.size(absolute) > MOST_BYTES) {
            problems.add(Place.START, "the file is larger than 1 MB", "put data into files of its own");
            return null;
        }
        String text = decode(Files.readAllBytes(absolute), problems);
        return text == null ? null : new Source(folder, String.valueOf(absolute.getFileName()), text);
    }

    private static @Nullable String decode(byte[] bytes, Problems problems) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (result.isError()) {
            problems.add(
                    YamlReader.placeOf(text.toString(), text.length()), "the file is not UTF-8", "save it as UTF-8");
            return null;
        }
        String all = text.toString();
        return all.startsWith("\uFEFF") ? all.substring(1) : all;
    }
}
