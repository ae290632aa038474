// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import dev.pawl.core.Content;
import dev.pawl.store.jdbc.internal.sql.SqlThreads;
import dev.pawl.store.jdbc.internal.sql.Waiting;
import dev.pawl.store.jdbc.internal.value.Upload;
import java.util.List;

/** One value on its way into PostgreSQL. A small one is one statement. */
final class PgUpload implements Upload {

    private final SqlThreads<PgSession> threads;
    private final Content content;
    /** 0 while there is no row. */
    private long upload;

    PgUpload(SqlThreads<PgSession> threads, Content content) {
        this.threads = threads;
        this.content = content;
    }

    @Override
    public boolean add(int n, List<byte[]> chunks) {
        boolean isNeeded = Waiting.on(threads.submit(session -> {
            if (upload == 0) {
                if (PgPayloadSql.touch(session, content)) {
                    return false;
                }
                upload = PgPayloadSql.begin(session);
            }
            PgPayloadSql.add(session, upload, n, chunks);
            return true;
        }));
        return isNeeded;
    }

    @Override
    public void complete(int n, List<byte[]> chunks) {
        Waiting.on(threads.submit(session -> {
            if (upload == 0) {
                PgPayloadSql.whole(session, content, chunks);
                return true;
            }
            PgPayloadSql.add(session, upload, n, chunks);
            if (!PgPayloadSql.complete(session, upload, content)) {
                PgPayloadSql.touch(session, content);
                PgPayloadSql.drop(session, upload);
            }
            return true;
        }));
    }

    @Override
    public void drop() {
        Waiting.on(threads.submit(session -> {
            PgPayloadSql.drop(session, upload);
            return true;
        }));
    }
}
