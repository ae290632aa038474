// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import dev.pawl.StageContext;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The side effects of stage code of all workers: one file, to which each line is appended in one piece, whatever becomes of its
 * process. No interrupt closes it.
 */
final class Effects {

    private final String worker;
    private final OutputStream out;
    private final AtomicLong executions = new AtomicLong();

    Effects(Path file, String worker) throws IOException {
        this.worker = worker;
        this.out = new FileOutputStream(file.toFile(), true);
    }

    /** What an execution does, once its beginning is written down. */
    @FunctionalInterface
    interface Work<O> {
        O did(String execution) throws Exception;
    }

    /** Does it between two lines. */
    <O> O around(StageContext<?> context, Work<O> work) throws Exception {
        String execution = worker + "-" + executions.incrementAndGet();
        write(Mark.Kind.BEGAN, execution, context);
        try {
            O output = work.did(execution);
            write(Mark.Kind.ENDED, execution, context);
            return output;
        } catch (Throwable e) {
            write(Mark.Kind.FAILED, execution, context);
            throw e;
        }
    }

    private void write(Mark.Kind kind, String execution, StageContext<?> context) throws IOException {
        String key = context.key() == null ? Mark.NO_KEY : context.key();
        Mark mark = new Mark(
                0, kind, execution, worker, context.attempt(), context.epoch(), key, System.currentTimeMillis());
        out.write((mark.line() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** The lines from there to there, where one ends. */
    static List<Mark> read(Path file, long from, long to) throws IOException {
        List<Mark> marks = new ArrayList<>();
        long more = to - from;
        if (more > 0) {
            byte[] bytes = new byte[Math.toIntExact(more)];
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                in.seek(from);
                in.readFully(bytes);
            }
            int begin = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    marks.add(Mark.parse(from + begin, new String(bytes, begin, i - begin, StandardCharsets.UTF_8)));
                    begin = i + 1;
                }
            }
        }
        return marks;
    }
}
