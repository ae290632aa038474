// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.ArtifactBody;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files that stages have made: listed, and fetched in whole or in part. */
final class FileRoutes implements Routes {

    @Override
    public void into(Table table) {
        table.get("/runs/{run}/artifacts", call -> {
            call.query().check();
            call.tagged(Map.of("artifacts", call.pawl().artifacts(call.run().id())));
        });
        table.get("/runs/{run}/artifacts/<name>", FileRoutes::fetch);
    }

    private static void fetch(Call call) throws Exception {
        call.query().check();
        UUID run = call.run().id();
        ArtifactBody file = call.pawl().artifact(run, call.context().pathParam("name"));
        try {
            answer(call, file);
        } catch (Exception e) {
            file.close();
            throw e;
        }
    }

    private static void answer(Call call, ArtifactBody file) throws Exception {
        long size = file.about().size();
        String tag = '"' + file.about().sha256() + '"';
        var context = call.context()
                .header("ETag", tag)
                .header("Accept-Ranges", "bytes")
                .header("Cache-Control", "private, no-cache")
                .header("X-Content-Type-Options", "nosniff")
                // what a stage made is no page of ours
                .header(
                        "Content-Security-Policy",
                        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:")
                .header("Content-Disposition", disposition(file.about().name()))
                .contentType(file.about().type());
        if (Tags.matches(context.header("If-None-Match"), tag)) {
            file.close();
            context.status(304);
            return;
        }
        String wanted = context.header("Range");
        String only = context.header("If-Range");
        Range range = wanted == null || (only != null && !only.equals(tag)) ? null : Range.of(wanted, size);
        if (range != null && range.from() >= size) {
            context.header("Content-Range", "bytes */" + size);
            throw new ProblemException(
                    Problem.of(416, "NO_SUCH_RANGE", "the file has " + size + " bytes", "ask for bytes below that"));
        }
        InputStream body = file.body();
        long length = size;
        if (range != null) {
            body.skipNBytes(range.from());
            length = range.to() - range.from() + 1;
            context.status(206).header("Content-Range", "bytes " + range.from() + "-" + range.to() + "/" + size);
        }
        context.header("Content-Length", String.valueOf(length));
        try (body) {
            Range.copy(body, context.outputStream(), length);
        }
    }

    /** For a browser to save under that name. */
    private static String disposition(@Nullable String name) {
        String file = name == null ? "file" : name.substring(name.lastIndexOf('/') + 1);
        String plain = file.replaceAll("[^A-Za-z0-9._-]", "_");
        String full = java.net.URLEncoder.encode(file, java.nio.charset.StandardCharsets.UTF_8)
                .replace("+", "%20");
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + full;
    }
}
