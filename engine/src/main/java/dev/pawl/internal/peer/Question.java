// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.peer;

import dev.pawl.Json;
import dev.pawl.RunView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

/** Asks one process how a run is, and believes only who has the key. Thread-safe. */
final class Question {

    private static final int OK = 200;

    /** The view of a run of 2,000 stages is some megabytes. */
    private static final int LONGEST = 64 << 20;

    private static final int PIECE = 64 << 10;

    /** A process of another version may say more or less than is known here; then the journal is asked. */
    private static final ObjectReader VIEWS = Json.views()
            .readerFor(RunView.class)
            .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final int patienceMillis;
    private final InstantSource clock;

    Question(int patienceMillis, InstantSource clock) {
        this.patienceMillis = patienceMillis;
        this.clock = clock;
    }

    @Nullable
    RunView ask(Reach there, UUID run) {
        String nonce = Seal.nonce(clock.instant());
        String path = Answers.RUNS + run;
        try {
            var http = (HttpURLConnection) there.uri().resolve(path).toURL().openConnection(Proxy.NO_PROXY);
            try {
                http.setConnectTimeout(patienceMillis);
                http.setReadTimeout(patienceMillis);
                http.setInstanceFollowRedirects(false);
                http.setUseCaches(false);
                http.setRequestProperty(Answers.NONCE, nonce);
                http.setRequestProperty(Answers.SEAL, Seal.ofQuestion(there.key(), nonce, path));
                return http.getResponseCode() == OK ? answer(http, there, nonce) : null;
            } finally {
                http.disconnect();
            }
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable RunView answer(HttpURLConnection http, Reach there, String nonce) throws IOException {
        byte[] body = body(http);
        String seal = http.getHeaderField(Answers.SEAL);
        return body != null && Seal.fits(Seal.ofAnswer(there.key(), nonce, body), seal) ? VIEWS.readValue(body) : null;
    }

    /** All of it, or null where it is longer, or comes more slowly, than a view does. */
    private byte @Nullable [] body(HttpURLConnection http) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        try (InputStream in = http.getInputStream()) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                all.write(piece, 0, n);
                if (all.size() > LONGEST || System.nanoTime() - end > 0) {
                    return null;
                }
            }
        }
        return all.toByteArray();
    }
}
