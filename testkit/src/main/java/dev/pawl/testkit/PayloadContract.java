// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.core.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are stored by their content and come back as they were, or not at all. */
interface PayloadContract extends Subject {

    @ParameterizedTest
    @Tag("C13")
    @ValueSource(ints = {0, 1, 255, 256 << 10, (256 << 10) + 1, 1 << 20, 30 << 20})
    default void aValueComesBackAsItWas(int size) throws IOException {
        Content content = RandomBytes.content(size, 7);
        store().putPayload(content, new RandomBytes(size, 7));
        assertThat(RandomBytes.contentOf(other().openPayload(content))).isEqualTo(content);
    }

    @Test
    @Tag("C13")
    default void theSameValueAgainIsAHit() throws IOException {
        Content content = RandomBytes.content(1 << 20, 3);
        store().putPayload(content, new RandomBytes(1 << 20, 3));
        other().putPayload(content, new RandomBytes(1 << 20, 3));
        store().putPayload(content, new RandomBytes(1 << 20, 3));
        assertThat(RandomBytes.contentOf(store().openPayload(content))).isEqualTo(content);
        assertThat(store().check()).isEmpty();
    }

    @ParameterizedTest
    @Tag("C13")
    @ValueSource(ints = {1, 300_000, 5 << 20})
    default void aValueThatIsNotWhatItSaysLeavesNothingBehind(int size) throws IOException {
        Content content = RandomBytes.content(size, 1);
        assertRefused(content, new RandomBytes(size, 2));
        assertRefused(content, new RandomBytes(size - 1, 1));
        assertRefused(content, new RandomBytes(size + 1, 1));
        assertThatThrownBy(() -> store().putPayload(content, new Breaking(new RandomBytes(size, 1), size / 2)))
                .isInstanceOf(IOException.class)
                .hasMessage("the source broke off");
        assertThatThrownBy(() -> store().openPayload(content).readAllBytes()).isInstanceOf(IOException.class);
        assertThat(store().check()).isEmpty();

        store().putPayload(content, new RandomBytes(size, 1));
        assertThat(RandomBytes.contentOf(store().openPayload(content))).isEqualTo(content);
    }

    /** Those that are not, or that cannot be read, or that are long, say so when they are opened. */
    @Test
    @Tag("C14")
    default void shortValuesAreReadTogether() throws IOException {
        List<Content> contents = new ArrayList<>();
        for (int size : new int[] {5_000, 100_000, 256 << 10, 1 << 20, 7_000, 6_000}) {
            contents.add(RandomBytes.content(size, size));
        }
        for (Content content : contents.subList(0, 5)) {
            store().putPayload(
                            content, new RandomBytes(Math.toIntExact(content.size()), Math.toIntExact(content.size())));
        }
        damage(contents.get(4));
        Map<String, byte[]> together = other().shortPayloads(contents);
        assertThat(together.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        contents.subList(0, 3).stream().map(Content::sha).toList());
        for (Content content : contents.subList(0, 3)) {
            assertThat(RandomBytes.contentOf(new ByteArrayInputStream(together.get(content.sha()))))
                    .isEqualTo(content);
        }
        assertThat(store().shortPayloads(List.of())).isEmpty();
    }

    /** A damaged one is there too: it is not read. */
    @Test
    @Tag("C14")
    default void whichValuesAreThereIsAskedOfAllAtOnce() throws IOException {
        List<Content> contents = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            contents.add(RandomBytes.content(100 + i, i));
        }
        for (int i = 0; i < 1_000; i += 250) {
            store().putPayload(contents.get(i), new RandomBytes(100 + i, i));
        }
        damage(contents.get(500));
        contents.set(750, new Content(contents.get(750).sha(), 1));
        assertThat(other().storedPayloads(contents))
                .containsExactlyInAnyOrder(
                        contents.get(0).sha(),
                        contents.get(250).sha(),
                        contents.get(500).sha());
        assertThat(store().storedPayloads(List.of())).isEmpty();
        contents.add(contents.getFirst());
        assertThatThrownBy(() -> store().storedPayloads(contents)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("C13")
    default void aValueThatIsNotThereIsNamed() {
        Content content = RandomBytes.content(10, 1);
        assertThatThrownBy(() -> store().openPayload(content).readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(content.sha());
    }

    @ParameterizedTest
    @Tag("C13")
    @ValueSource(ints = {10, 300_000, 3 << 20})
    default void aDamagedValueIsNeverReadToItsEnd(int size) throws IOException {
        Content content = RandomBytes.content(size, 5);
        store().putPayload(content, new RandomBytes(size, 5));
        damage(content);
        assertThatThrownBy(() -> store().openPayload(content).readNBytes(size))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(content.sha());
    }

    @Test
    @Tag("C13")
    default void theBodyIsNotClosed() throws IOException {
        boolean[] closed = {false};
        InputStream body = new ByteArrayInputStream(new byte[5]) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        store().putPayload(RandomBytes.contentOf(new ByteArrayInputStream(new byte[5])), body);
        assertThat(closed[0]).isFalse();
    }

    private void assertRefused(Content content, InputStream body) {
        assertThatThrownBy(() -> store().putPayload(content, body))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(content.sha());
    }

    /** Ends in an error before its end. */
    final class Breaking extends InputStream {
        private final InputStream body;
        private int left;

        Breaking(InputStream body, int left) {
            this.body = body;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            if (left-- <= 0) {
                throw new IOException("the source broke off");
            }
            return body.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("the source broke off");
            }
            int n = body.read(buffer, offset, Math.min(length, left));
            left -= n;
            return n;
        }
    }
}
