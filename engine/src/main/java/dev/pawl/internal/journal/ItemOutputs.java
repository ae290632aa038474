// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import dev.pawl.RawJson;
import dev.pawl.core.Artifact;
import dev.pawl.core.Content;
import dev.pawl.core.Event;
import dev.pawl.core.Items;
import dev.pawl.internal.content.InlineValues;
import dev.pawl.spi.Entry;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The outputs of a map's items as one array: in order, null where there is none. They are read from the journal once, into a
 * file, and streamed from there: memory does not grow with them.
 */
public final class ItemOutputs implements RawJson, AutoCloseable {

    private static final int PAGE = 100;

    /** A hash, a size, names of fields. */
    private static final int LISTED = 150;

    /** An entry of a journal is not longer than 16 MiB. */
    private static final long LONGEST_LIST = 12 << 20;

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] OPEN = {'['};
    private static final byte[] COMMA = {','};
    private static final byte[] CLOSE = {']'};

    /** Many values long. */
    private static final int WINDOW = 1 << 16;

    private final RunStore store;
    private final InlineValues inline;
    private final Items items;
    private final Path file;
    private final long[] begins;
    private final int[] lengths;
    private final Map<Integer, List<Artifact>> files = new TreeMap<>();

    private ItemOutputs(RunStore store, InlineValues inline, Items items, Path file) {
        this.store = store;
        this.inline = inline;
        this.items = items;
        this.file = file;
        this.begins = new long[items.size()];
        this.lengths = new int[items.size()];
    }

    /**
     * Reads them. Blocks.
     *
     * @throws StoreException also where the file cannot be written: a disk that is full says nothing of the outputs
     */
    public static ItemOutputs read(RunStore store, UUID run, String stage, Items items, InlineValues inline) {
        try {
            ItemOutputs outputs = new ItemOutputs(store, inline, items, Files.createTempFile("pawl-items", ".json"));
            try {
                outputs.collect(run, stage);
                return outputs;
            } catch (Throwable e) {
                outputs.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "the items' outputs cannot be gathered in a temporary file, which is tried again: "
                            + e.getMessage(),
                    e);
        }
    }

    private void collect(UUID run, String stage) throws IOException {
        long at = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), WINDOW)) {
            int after = 0;
            while (true) {
                List<Entry> page = StoreException.join(store.read(run, after, PAGE));
                for (Entry entry : page) {
                    at = collect(Body.of(entry), stage, out, at);
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
                keep(done);
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

    private void keep(Event.ItemSucceeded done) {
        if (done.artifacts().isEmpty()) {
            files.remove(done.item());
        } else {
            files.put(done.item(), done.artifacts());
        }
    }

    /**
     * The files of all items, each in a folder named by the item's index.
     *
     * @param limit the longest value
     * @throws IOException where their list is too long, which items were not refused for that had finished elsewhere
     */
    public List<Artifact> artifacts(long limit) throws IOException {
        long longest = longestList(limit);
        List<Artifact> all = new ArrayList<>();
        files.forEach((item, own) -> all.addAll(inFolder(item, own)));
        if (listed(all) > longest) {
            throw new IOException("they made " + all.size() + " files, whose list is longer than the " + longest
                    + " bytes allowed; have items put their files into one archive");
        }
        return all;
    }

    /** How long the list of the files of a stage may be, where values may be so long. */
    public static long longestList(long limit) {
        return Math.min(limit, LONGEST_LIST);
    }

    private static List<Artifact> inFolder(int item, List<Artifact> files) {
        return files.stream()
                .map(file -> new Artifact(item + "/" + file.name(), file.type(), file.content()))
                .toList();
    }

    /** How many bytes the files of an item take in the list of those of all items, about. */
    public static long listed(int item, List<Artifact> files) {
        return listed(inFolder(item, files));
    }

    private static long listed(List<Artifact> files) {
        long bytes = 0;
        for (Artifact file : files) {
            bytes += LISTED + 2L * file.name().length() + file.type().length();
        }
        return bytes;
    }

    /** An earlier generation may have had other outputs. */
    private boolean counts(Event.ItemSucceeded done) {
        return items.has(done.item())
                && done.output().equals(items.get(done.item()).output());
    }

    @Override
    public InputStream open() throws IOException {
        return new Joined(new RandomAccessFile(file.toFile(), "r"));
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

    /** A bracket, then each item with what divides it from the one before, then a bracket; as much at once as is asked for. */
    private final class Joined extends InputStream {
        private final RandomAccessFile in;
        private byte[] window = new byte[WINDOW];
        private long windowAt;
        private int windowLength;
        private int next = -1;
        private boolean divided;
        private InputStream part = InputStream.nullInputStream();

        Joined(RandomAccessFile in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int n = part.read(to, offset + done, length - done);
                if (n >= 0) {
                    done += n;
                } else if (next > items.size()) {
                    return done == 0 ? -1 : done;
                } else {
                    part.close();
                    part = nextPart();
                }
            }
            return done;
        }

        private InputStream nextPart() throws IOException {
            if (next == -1) {
                next++;
                return text(OPEN);
            }
            if (next == items.size()) {
                next++;
                return text(CLOSE);
            }
            if (next > 0 && !divided) {
                divided = true;
                return text(COMMA);
            }
            divided = false;
            return item(next++);
        }

        private InputStream item(int index) throws IOException {
            Content output = items.get(index).output();
            if (output == null) {
                return text(NULL);
            }
            if (lengths[index] > 0) {
                return inFile(begins[index], lengths[index]);
            }
            byte[] settled = inline.get(output);
            return settled == null ? store.openPayload(output) : text(settled);
        }

        /** Neighbours mostly finished one after the other: one read brings many of them. */
        private InputStream inFile(long begin, int length) throws IOException {
            if (begin < windowAt || begin + length > windowAt + windowLength) {
                in.seek(begin);
                window = length > window.length ? new byte[length] : window;
                windowAt = begin;
                windowLength = in.read(window, 0, window.length);
                if (windowLength < length) {
                    throw new IOException("the outputs gathered in " + file + " have been cut");
                }
            }
            return new ByteArrayInputStream(window, (int) (begin - windowAt), length);
        }

        private static InputStream text(byte[] text) {
            return new ByteArrayInputStream(text);
        }

        @Override
        public void close() throws IOException {
            try (in) {
                part.close();
            }
        }
    }
}
