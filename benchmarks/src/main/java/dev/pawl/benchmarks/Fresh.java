// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A fresh folder for each figure. */
final class Fresh {

    private final Path folder;
    private final String name;
    private final AtomicInteger made = new AtomicInteger();

    /** In that folder, under that name and a number. */
    Fresh(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    Path next() {
        Path path = folder.resolve(name + "-" + made.incrementAndGet());
        if (!path.toFile().mkdirs()) {
            throw new IllegalStateException(path + " cannot be made");
        }
        return path;
    }
}
