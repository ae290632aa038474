// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import dev.pawl.core.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Values and their names. */
final class FakePayload {

    private FakePayload() {}

    static Content content(byte[] body) throws IOException {
        return RandomBytes.contentOf(new ByteArrayInputStream(body));
    }

    static byte[] checked(Content content, byte[] body) throws IOException {
        Content is = content(body);
        if (!is.equals(content)) {
            throw new IOException("the value is " + is + ", not " + content + " as announced; nothing was kept");
        }
        return body;
    }

    static InputStream open(Content content, byte @Nullable [] body) throws IOException {
        if (body == null) {
            throw new IOException("there is no value " + content);
        }
        return content(body).equals(content) ? new ByteArrayInputStream(body) : new Damaged(content);
    }

    private static final class Damaged extends InputStream {

        private final Content content;

        Damaged(Content content) {
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("the value " + content + " is damaged");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return length == 0 ? 0 : read();
        }
    }
}
