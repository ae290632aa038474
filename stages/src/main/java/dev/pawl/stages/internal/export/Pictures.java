// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.export;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
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

/**
 * The pictures of a book: those that are in the text itself, and those in files beside the pipeline. Nothing is fetched from
 * anywhere, and no file elsewhere is read: for what is left out there is a note in the text. None is held in memory.
 */
final class Pictures implements Closeable {

    /** What the destination of a picture begins with once it was found. */
    static final String FOLDER = "pictures/";

    private static final int MOST_BYTES = 20 << 20;
    private static final int PIECE = 1 << 16;
    private static final int NAME_LENGTH = 16;

    private final Path folder;
    private final Spool spool = new Spool();
    private final Map<String, Picture> found = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /** Where the bytes of a picture are. */
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * A picture.
     *
     * @param type its media type
     */
    record Picture(String name, String type, Source source) {

        InputStream open() throws IOException {
            return source.open();
        }
    }

    Pictures(Path folder) {
        this.folder = folder;
    }

    @Override
    public void close() throws IOException {
        spool.close();
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
            byte[] bytes = inline(place);
            String name = name(new ByteArrayInputStream(bytes));
            Picture before = found.get(FOLDER + name);
            return before != null ? before : picture(name, spool.add(bytes));
        }
        if (place.matches("(?i)[a-z][a-z0-9+.-]*:.*") || place.startsWith("//")) {
            throw new IOException("it is elsewhere, and nothing is fetched: " + shortened(place));
        }
        Path file = file(place);
        try (InputStream in = Files.newInputStream(file)) {
            return picture(name(in), () -> Files.newInputStream(file));
        }
    }

    private static Picture picture(String name, Source source) {
        String end = name.substring(name.lastIndexOf('.') + 1);
        return new Picture(name, "image/" + (end.equals("jpg") ? "jpeg" : end), source);
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

    /** Made of its bytes, whatever it is called; what it is tells its beginning. */
    private static String name(InputStream in) throws IOException {
        MessageDigest digest = sha();
        byte[] piece = in.readNBytes(PIECE);
        PictureKind kind = PictureKind.of(piece);
        for (long size = piece.length; piece.length > 0; size += piece.length) {
            if (size > MOST_BYTES) {
                throw new IOException("it is larger than " + (MOST_BYTES >> 20) + " MB");
            }
            digest.update(piece);
            piece = in.readNBytes(PIECE);
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_LENGTH) + "." + kind.end;
    }

    static String sha(byte[] bytes) {
        return HexFormat.of().formatHex(sha().digest(bytes));
    }

    private static MessageDigest sha() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String shortened(String place) {
        return place.length() > 100 ? place.substring(0, 100) + "…" : place;
    }
}
