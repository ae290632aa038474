// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.RollingPolicy;
import ch.qos.logback.core.rolling.RolloverFailure;
import ch.qos.logback.core.rolling.helper.CompressionMode;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A log that several processes write at once and any of them may roll. One that finds the file rolled by another opens the
 * new one: else it would fill the old one, which nobody bounds.
 */
final class RolledFile extends RollingFileAppender<ILoggingEvent> {

    private final Path path;
    private @Nullable Object key;

    RolledFile(Path path) {
        this.path = path;
        setFile(path.toString());
        setRollingPolicy(new Numbered(path));
    }

    @Override
    public void openFile(String name) throws IOException {
        super.openFile(name);
        key = key();
    }

    @Override
    protected void subAppend(ILoggingEvent event) {
        Object now = key();
        if (now == null || !now.equals(key)) {
            try {
                openFile(path.toString());
            } catch (IOException e) {
                addError("the log cannot be opened again", e);
            }
        }
        super.subAppend(event);
    }

    /** Which file it is; null where there is none. */
    private @Nullable Object key() {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return file.fileKey() == null ? file.creationTime() : file.fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** {@code pawl.log.1} is the one before, {@code pawl.log.2} the one before that. Logback's own takes no folder with a % in its name. */
    private static final class Numbered extends ContextAwareBase implements RollingPolicy {

        private final Path path;

        Numbered(Path path) {
            this.path = path;
        }

        @Override
        public void rollover() throws RolloverFailure {
            try {
                if (Files.exists(older(1))) {
                    Files.move(older(1), older(2), StandardCopyOption.REPLACE_EXISTING);
                }
                Files.move(path, older(1), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new RolloverFailure("the log cannot be renamed", e);
            }
        }

        private Path older(int n) {
            return path.resolveSibling(path.getFileName() + "." + n);
        }

        @Override
        public String getActiveFileName() {
            return path.toString();
        }

        @Override
        public CompressionMode getCompressionMode() {
            return CompressionMode.NONE;
        }

        @Override
        public void setParent(FileAppender<?> parent) {
            // it knows the file
        }

        @Override
        public void start() {
            // nothing to prepare
        }

        @Override
        public void stop() {
            // nothing to release
        }

        @Override
        public boolean isStarted() {
            return true;
        }
    }
}
