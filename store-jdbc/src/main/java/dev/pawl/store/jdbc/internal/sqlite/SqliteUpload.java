// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.sqlite;

import dev.pawl.core.Content;
import dev.pawl.store.jdbc.internal.sql.Waiting;
import dev.pawl.store.jdbc.internal.value.Upload;
import java.time.InstantSource;
import java.util.List;

/** One value on its way into SQLite. It gets its hash, which makes it visible, with its last chunks. */
final class SqliteUpload implements Upload {

    private final Writer writer;
    private final InstantSource clock;
    private final Content content;
    /** 0 while there is no row. */
    private long upload;

    SqliteUpload(Writer writer, InstantSource clock, Content content) {
        this.writer = writer;
        this.clock = clock;
        this.content = content;
    }

    @Override
    public boolean add(int n, List<byte[]> chunks) {
        long id = Waiting.on(writer.write(session -> {
            if (upload == 0 && PayloadSql.touch(session, content, clock.instant())) {
                return -1L;
            }
            long own = upload == 0 ? PayloadSql.begin(session, clock.instant()) : upload;
            PayloadSql.add(session, own, n, chunks, clock.instant());
            return own;
        }));
        if (id > 0) {
            upload = id;
        }
        return id > 0;
    }

    @Override
    public void complete(int n, List<byte[]> chunks) {
        Waiting.on(writer.write(session -> {
            if (PayloadSql.touch(session, content, clock.instant())) {
                if (upload != 0) {
                    PayloadSql.drop(session, upload);
                }
                return true;
            }
            long id = upload == 0 ? PayloadSql.begin(session, clock.instant()) : upload;
            PayloadSql.add(session, id, n, chunks, clock.instant());
            PayloadSql.complete(session, id, content, clock.instant());
            return false;
        }));
    }

    @Override
    public void drop() {
        Waiting.on(writer.write(session -> {
            PayloadSql.drop(session, upload);
            return true;
        }));
    }
}
