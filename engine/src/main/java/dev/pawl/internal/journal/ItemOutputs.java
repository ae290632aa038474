// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.RawJson;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Items;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;

/**
 * The outputs of a map's items as one array: in order, null where there is none. They are read from the journal once, into a
 * file, and streamed from there: memory does not grow with them.
 */
public final class ItemOutputs implements RawJson, AutoCloseable {

    private static final int PAGE = 100;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

    private final RunStore store;
    private final InlineValues inline;
    private final Items items;
    private final Path file;
    private final long[] begins;
    private final int[] lengths;

    private ItemOutputs(RunStore store, InlineValues inline, Items items, Path file) {
        this.store = store;
        this.inline = inline;
        this.items = items;
        this.file = file;
        this.begins = new long[items.size()];
        this.lengths = new int[items.size()];
    }

    /** Reads them. Blocks. */
    public static ItemOutputs read(RunStore store, UUID run, String stage, Items items, InlineValues inline)
            throws IOException {
        ItemOutputs outputs = new ItemOutputs(store, inline, items, Files.createTempFile("pawl-items", ".json"));
        try {
            outputs.collect(run, stage);
            return outputs;
        } catch (IOException | RuntimeException e) {
            outputs.close();
            throw e;
        }
    }

    private void collect(UUID run, String stage) throws IOException {
        long at = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            int after = 0;
            while (true) {
                List<Entry> page = StoreException.join(store.read(run, after, PAGE));
                for (Entry entry : page) {
                    at = collect(Body.decode(entry.body()), stage, out, at);
                    after = entry.seq();
                }
                if (page.size() < PAGE) {
                    return;
                }
            }
        }
    }

    private long collect(Body body, String stage, OutputStream out, long from) throws IOException {
        long at = from;
        for (Event event : body.events()) {
            if (event instanceof Event.ItemSucceeded done && done.stage().equals(stage) && counts(done)) {
                byte[] value = body.values().get(done.output().sha());
                if (value != null) {
                    out.write(value);
                    begins[done.item()] = at;
                    lengths[done.item()] = value.length;
                    at += value.length;
                }
            }
        }
        return at;
    }

    /** An earlier generation may have had other outputs. */
    private boolean counts(Event.ItemSucceeded done) {
        return items.has(done.item()) && done.output().equals(items.get(done.item()).output());
    }

    @Override
    public InputStream open() throws IOException {
        RandomAccessFile in = new RandomAccessFile(file.toFile(), "r");
        return new SequenceInputStream(new Parts(in)) {
            @Override
            public void close() throws IOException {
                try (in) {
                    super.close();
                }
            }
        };
    }

    @Override
    public void release() {
        close();
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A bracket, then each item with what divides it from the one before, then a bracket. */
    private final class Parts implements Enumeration<InputStream> {
        private final RandomAccessFile in;
        private int next = -1;
        private boolean divided;

        Parts(RandomAccessFile in) {
            this.in = in;
        }

        @Override
        public boolean hasMoreElements() {
            return next <= items.size();
        }

        @Override
        public InputStream nextElement() {
            if (next == -1) {
                next++;
                return text("[");
            }
            if (next == items.size()) {
                next++;
                return text("]");
            }
            if (next > 0 && !divided) {
                divided = true;
                return text(",");
            }
            divided = false;
            return item(next++);
        }

        private InputStream item(int index) {
            Content output = items.get(index).output();
            try {
                if (output == null) {
                    return new ByteArrayInputStream(NULL);
                }
                if (lengths[index] > 0) {
                    byte[] value = new byte[lengths[index]];
                    in.seek(begins[index]);
                    in.readFully(value);
                    return new ByteArrayInputStream(value);
                }
                byte[] settled = inline.get(output);
                return settled == null ? store.openPayload(output) : new ByteArrayInputStream(settled);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static InputStream text(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
