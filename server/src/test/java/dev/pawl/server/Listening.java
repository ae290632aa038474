// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A stream of events, read as a browser reads it. */
final class Listening implements AutoCloseable {

    private final InputStream in;
    private final BufferedReader lines;
    private final boolean over;
    private String id;

    /** @param type of the event */
    record Event(String type, @Nullable String id, String data) {}

    private Listening(InputStream in, String id, boolean over) {
        this.over = over;
        this.in = in;
        this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.id = id;
    }

    /** @param lastId what was seen before; empty for nothing */
    static Listening to(Http http, String path, String lastId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(http.uri(path));
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        HttpResponse<InputStream> answer =
                http.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200 && answer.statusCode() != 204) {
            throw new IOException("the stream is answered with " + answer.statusCode());
        }
        return new Listening(answer.body(), lastId, answer.statusCode() == 204);
    }

    /** Whether it was said that nothing comes any more: who is told so does not ask again. */
    boolean over() {
        return over;
    }

    /** The id of the latest event that had one. */
    String lastId() {
        return id;
    }

    /** The next event; null at the end. */
    @Nullable
    Event next() throws IOException {
        String type = "message";
        String own = null;
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    Contract.of().event(type, data.toString());
                    return new Event(type, own, data.toString());
                }
                type = "message";
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("id: ")) {
                own = line.substring(4);
                id = own;
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            }
        }
        return null;
    }

    /** All up to the first that is as wanted. */
    List<Event> until(Predicate<Event> wanted) throws IOException {
        List<Event> all = new ArrayList<>();
        for (Event event = next(); event != null; event = next()) {
            all.add(event);
            if (wanted.test(event)) {
                break;
            }
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
