// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Emphasis;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of a book: those that are in the text itself, and those in files beside the pipeline. Nothing is fetched from
 * anywhere, and no file elsewhere is read: for what is left out there is a note in the text.
 */
final class Pictures {

    /** What the destination of a picture begins with once it was found. */
    static final String FOLDER = "pictures/";

    private static final int MOST_BYTES = 20 << 20;
    private static final int NAME_LENGTH = 16;

    private final Path folder;
    private final Map<String, Picture> found = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /**
     * A picture.
     *
     * @param type its media type
     * @param file where its bytes are, or null where they are here
     */
    record Picture(
            String name,
            String type,
            byte @Nullable [] bytes,
            @Nullable Path file) {

        byte[] read() throws IOException {
            return bytes == null ? Pictures.read(file) : bytes;
        }

        /** The picture itself, in an address. */
        String inline() throws IOException {
            return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(read());
        }
    }

    Pictures(Path folder) {
        this.folder = folder;
    }

    /** By where they stand in the text. */
    Map<String, Picture> found() {
        return found;
    }

    /** What was left out, and why, for a person. */
    List<String> leftOut() {
        return leftOut;
    }

    /** Finds those of a text. Afterwards each picture in it stands in {@link #FOLDER}; instead of others there are notes. */
    void find(Node text) {
        text.accept(new AbstractVisitor() {
            @Override
            public void visit(Image image) {
                try {
                    Picture picture = picture(image.getDestination());
                    String place = FOLDER + picture.name;
                    found.putIfAbsent(place, picture);
                    image.setDestination(place);
                } catch (IOException e) {
                    note(image, String.valueOf(e.getMessage()));
                }
            }
        });
    }

    private void note(Image image, String why) {
        String alt = BookReader.words(image);
        leftOut.add((alt.isEmpty() ? "a picture" : alt) + ": " + why);
        Emphasis note = new Emphasis("*");
        note.appendChild(new Text("(picture left out" + (alt.isEmpty() ? "" : ": " + alt) + ")"));
        image.insertBefore(note);
        image.unlink();
    }

    private Picture picture(String place) throws IOException {
        if (place.regionMatches(true, 0, "data:", 0, 5)) {
            return picture(inline(place), null);
        }
        if (place.matches("(?i)[a-z][a-z0-9+.-]*:.*") || place.startsWith("//")) {
            throw new IOException("it is elsewhere, and nothing is fetched: " + shortened(place));
        }
        Path file = file(place);
        return picture(read(file), file);
    }

    private Path file(String place) throws IOException {
        try {
            Path root = folder.toRealPath();
            Path file = root.resolve(URLDecoder.decode(place.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toRealPath();
            if (file.startsWith(root) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return file;
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("there is no such file in the pipeline's folder: " + shortened(place), e);
        }
        throw new IOException("it is no file in the pipeline's folder: " + shortened(place));
    }

    private static byte[] inline(String place) throws IOException {
        int comma = place.indexOf(',');
        if (comma < 0 || !place.substring(0, comma).endsWith(";base64")) {
            throw new IOException("its data is not in base64");
        }
        try {
            return Base64.getMimeDecoder()
                    .decode(place.substring(comma + 1)
                            .replace("%2B", "+")
                            .replace("%2F", "/")
                            .replace("%3D", "="));
        } catch (IllegalArgumentException e) {
            throw new IOException("its data is not in base64", e);
        }
    }

    private static byte[] read(@Nullable Path file) throws IOException {
        if (file == null) {
            throw new IOException("the picture is nowhere");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException("it is larger than " + (MOST_BYTES >> 20) + " MB");
            }
            return bytes;
        }
    }

    /** What it is tells its beginning, whatever it is called. */
    private static Picture picture(byte[] bytes, @Nullable Path file) throws IOException {
        String type = begins(bytes, 0x89, 'P', 'N', 'G')
                ? "png"
                : begins(bytes, 0xFF, 0xD8, 0xFF) ? "jpeg" : begins(bytes, 'G', 'I', 'F', '8') ? "gif" : null;
        if (type == null) {
            throw new IOException("it is no picture in PNG, JPEG or GIF");
        }
        String name = sha(bytes).substring(0, NAME_LENGTH) + "." + (type.equals("jpeg") ? "jpg" : type);
        return new Picture(name, "image/" + type, file == null ? bytes : null, file);
    }

    private static boolean begins(byte[] bytes, int... with) {
        return bytes.length >= with.length
                && Arrays.equals(
                        with,
                        java.util.stream.IntStream.range(0, with.length)
                                .map(i -> bytes[i] & 0xFF)
                                .toArray());
    }

    static String sha(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String shortened(String place) {
        return place.length() > 100 ? place.substring(0, 100) + "…" : place;
    }
}
