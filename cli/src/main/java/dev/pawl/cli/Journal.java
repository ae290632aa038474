// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import dev.pawl.HistoryEntry;
import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.cli.text.Plain;
import dev.pawl.cli.text.Records;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.spi.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The journal of a run, as far as it can be read: to show a run must not fail where the database does not answer. */
final class Journal implements Records {

    private static final int PAGE = 1000;
    /** A value that is longer is not read for a line about it. */
    private static final int MOST = 64 << 10;

    private static final int SAID = 240;
    private static final int NAME = 40;

    private final Pawl pawl;
    private final UUID run;
    private final Map<String, Content> lists = new HashMap<>();
    private final Map<Content, List<String>> names = new HashMap<>();
    private int seq;

    Journal(Pawl pawl, UUID run) {
        this.pawl = pawl;
        this.run = run;
    }

    @Override
    public List<HistoryEntry> after(int seq) {
        try {
            List<HistoryEntry> page = pawl.history(run, seq, PAGE);
            page.forEach(entry -> entry.events().forEach(this::note));
            return page;
        } catch (StoreException | RefusedException unreadable) {
            return List.of();
        }
    }

    /** Reads what it has grown by, so that items have names. */
    void read() {
        List<HistoryEntry> page = after(seq);
        while (!page.isEmpty()) {
            seq = page.getLast().seq();
            page = after(seq);
        }
    }

    @Override
    public String value(Content content) {
        try (InputStream in = pawl.value(run, content)) {
            byte[] text = in.readNBytes(MOST);
            return content.size() <= MOST
                    ? Plain.of(Json.values().readTree(text), SAID)
                    : Plain.cut(new String(text, StandardCharsets.UTF_8), SAID);
        } catch (IOException | StoreException | RefusedException | JacksonException unreadable) {
            return "";
        }
    }

    @Override
    public String item(String stage, int item) {
        Content list = lists.get(stage);
        List<String> all = list == null ? List.of() : names.computeIfAbsent(list, this::names);
        return item < 0 || item >= all.size() ? "" : all.get(item);
    }

    private void note(Event event) {
        if (event instanceof Event.ItemsListed e) {
            lists.put(e.stage(), e.keys() == null ? e.list() : e.keys());
        }
    }

    private List<String> names(Content list) {
        List<String> all = new ArrayList<>();
        try (InputStream in = pawl.value(run, list);
                JsonParser parser = Json.values().createParser(in)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                all.add(Plain.of(parser.readValueAsTree(), NAME));
            }
            return all;
        } catch (IOException | StoreException | RefusedException | JacksonException unreadable) {
            return all;
        }
    }
}
