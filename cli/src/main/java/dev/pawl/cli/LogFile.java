// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.Duration;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** {@code pawl.log} in the data folder: what Pawl did, for whoever has to find out later. */
final class LogFile {

    /** The longest a file gets, give or take what is logged within a second; two older ones are kept. */
    private static final long LONGEST = 5L << 20;

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{0} %msg%n";

    private LogFile() {}

    /** From now on, nothing is logged elsewhere. */
    static void in(Path folder) {
        if (!Files.isWritable(folder) || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        RolledFile file = appender(context, folder.resolve("pawl.log"), LONGEST, Duration.buildBySeconds(1));
        file.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAndStopAllAppenders();
        root.setLevel(Level.INFO);
        root.addAppender(file);
    }

    /** Not started; its size is looked at not more often than that. */
    static RolledFile appender(LoggerContext context, Path path, long longest, Duration pause) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(longest));
        size.setCheckIncrement(pause);
        size.start();
        RolledFile file = new RolledFile(path);
        file.setContext(context);
        file.setEncoder(encoder);
        file.setTriggeringPolicy(size);
        return file;
    }
}
