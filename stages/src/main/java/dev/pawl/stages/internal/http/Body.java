// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.http;

import dev.pawl.Json;
import dev.pawl.RawJson;
import dev.pawl.StageFailedException.Retry;
import dev.pawl.stages.internal.process.Scratch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The body of an answer, on its way to become an output: JSON as it is, other text beside the status. */
record Body(int status, boolean json, Charset charset) {

    static final long MOST_BYTES = 64L << 20;

    private static final int BUFFER = 1 << 16;
    private static final Pattern CHARSET = Pattern.compile("charset=\"?([A-Za-z0-9._:-]+)");

    static Body of(HttpResponse<?> response) {
        String type = response.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        String media = type.split(";", 2)[0].strip();
        Matcher charset = CHARSET.matcher(type);
        boolean known = charset.find() && Charset.isSupported(charset.group(1));
        return new Body(
                response.statusCode(),
                media.equals("application/json") || media.endsWith("+json"),
                known ? Charset.forName(charset.group(1)) : StandardCharsets.UTF_8);
    }

    /** Reads it into the scratch folder; null where it is empty. */
    @Nullable
    RawJson take(InputStream in, Scratch scratch) throws IOException, CallFailedException {
        Path body = scratch.file("body");
        if (copy(in, body) == 0) {
            return null;
        }
        if (json) {
            return new Answer(body, scratch);
        }
        Path output = scratch.file("output.json");
        try (Reader reader = new BufferedReader(new InputStreamReader(Files.newInputStream(body), charset));
                OutputStream out = Files.newOutputStream(output);
                JsonGenerator json = Json.values().createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberProperty("status", status);
            json.writeName("text");
            json.writeString(reader, -1);
            json.writeEndObject();
        }
        return new Answer(output, scratch);
    }

    private static long copy(InputStream in, Path file) throws IOException, CallFailedException {
        long size = 0;
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > MOST_BYTES) {
                    throw new CallFailedException(
                            "the answer is larger than 64 MB; ask for less, or fetch it with a command", Retry.NEVER);
                }
                out.write(buffer, 0, n);
            }
        }
        return size;
    }

    /** In the scratch folder until it has been taken. */
    private record Answer(Path file, Scratch scratch) implements RawJson {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public void release() {
            scratch.delete();
        }
    }
}
