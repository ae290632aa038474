// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Caches of loaded classes and of what was hot in them, one for each entrant, which shorten the start of a JVM. */
final class Trained {

    private final Map<Entrant, Path> caches = new EnumMap<>(Entrant.class);

    /** Flags of a process that learns. */
    List<String> lesson(Entrant entrant) throws IOException {
        Path cache = Files.createTempFile(entrant.name(), ".aot");
        Files.delete(cache);
        cache.toFile().deleteOnExit();
        caches.put(entrant, cache);
        return List.of("-XX:AOTCacheOutput=" + cache);
    }

    /** Flags of a process that knows what was learned, if anything was. */
    List<String> flags(Entrant entrant) {
        Path cache = caches.get(entrant);
        return cache == null || !Files.exists(cache) ? List.of() : List.of("-XX:AOTCache=" + cache);
    }
}
