// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.core.Decider;
import dev.pawl.core.Event;
import dev.pawl.core.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journals as a released version wrote them, a folder each: a file an entry, and the run they fold to. They are read for ever,
 * those of the first format too, which nobody writes any more. Where today's writer differs, the format has changed: the old files stay, and the new format gets a folder of
 * its own. {@code -Dpawl.golden=write} writes folders that are not there yet.
 */
@Tag("S7")
class GoldenJournalsTest {

    private static final Path FIRST = Path.of("src/test/resources/golden/v1");
    private static final Path FOLDER = Path.of("src/test/resources/golden/v2");
    static final UUID RUN = UUID.fromString("019b0000-0000-7000-8000-000000000001");

    static Stream<GoldenJournal.Named> journals() {
        return Stream.concat(GoldenRuns.journals(), GoldenDocuments.journals());
    }

    static Stream<GoldenJournal.Named> firstJournals() {
        return GoldenRuns.firstJournals();
    }

    @ParameterizedTest
    @MethodSource("journals")
    void isReadAndWrittenAsEver(GoldenJournal.Named journal) throws IOException {
        Path folder = FOLDER.resolve(journal.name());
        if ("write".equals(System.getProperty("pawl.golden")) && !Files.exists(folder)) {
            Files.createDirectories(folder);
            for (int i = 0; i < journal.bodies().size(); i++) {
                Files.write(entry(folder, i), encoded(journal.bodies(), i));
            }
            Files.writeString(folder.resolve("run.txt"), GoldenState.of(journal.bodies()));
        }
        List<byte[]> written = isRead(journal, folder);
        List<Body> read = read(journal, written);
        for (int i = 0; i < written.size(); i++) {
            assertThat(encoded(journal.bodies(), i)).as("what is written today").isEqualTo(written.get(i));
            assertThat(encoded(read, i)).as("read and written").isEqualTo(written.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("firstJournals")
    void theFirstFormatIsReadAsEver(GoldenJournal.Named journal) throws IOException {
        isRead(journal, FIRST.resolve(journal.name()));
    }

    /** Whatever is written to a journal stands in one of these. */
    @Test
    void everyKindOfEventIsInOne() {
        Set<Class<?>> there = journals()
                .flatMap(journal -> journal.bodies().stream())
                .flatMap(body -> body.events().stream())
                .map(Object::getClass)
                .collect(Collectors.toSet());
        assertThat(there).containsAll(kinds(Event.class).toList());
    }

    private static Stream<Class<?>> kinds(Class<?> sealed) {
        return Stream.of(sealed.getPermittedSubclasses())
                .flatMap(kind -> kind.isInterface() ? kinds(kind) : Stream.of(kind));
    }

    private static List<byte[]> isRead(GoldenJournal.Named journal, Path folder) throws IOException {
        List<byte[]> written = new ArrayList<>();
        while (Files.exists(entry(folder, written.size()))) {
            written.add(Files.readAllBytes(entry(folder, written.size())));
        }
        List<Body> read = read(journal, written);
        for (int i = 0; i < written.size(); i++) {
            assertThat(read.get(i).events()).isEqualTo(journal.bodies().get(i).events());
            assertThat(read.get(i).values().keySet())
                    .isEqualTo(journal.bodies().get(i).values().keySet());
            read.get(i)
                    .values()
                    .forEach((sha, value) -> assertThat(
                                    GoldenJournal.large(value).sha())
                            .as("byte for byte")
                            .isEqualTo(sha));
        }
        assertThat(read).hasSameSizeAs(journal.bodies());
        assertThat(GoldenState.of(read)).isEqualTo(Files.readString(folder.resolve("run.txt")));
        return written;
    }

    private static List<Body> read(GoldenJournal.Named journal, List<byte[]> written) {
        List<Body> read = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            read.add(Body.decode(written.get(i), time(journal.bodies().get(i)), epoch(journal.bodies(), i)));
        }
        return read;
    }

    private static byte[] encoded(List<Body> bodies, int index) {
        return bodies.get(index).encode(time(bodies.get(index)), epoch(bodies, index));
    }

    /** Of the entry, as those who write it have it. */
    private static Instant time(Body body) {
        return body.events().getLast().at();
    }

    private static int epoch(List<Body> bodies, int index) {
        Run run = Run.empty(RUN);
        for (Body body : bodies.subList(0, index + 1)) {
            for (Event event : body.events()) {
                run = Decider.apply(run, event);
            }
        }
        return run.epoch();
    }

    private static Path entry(Path folder, int position) {
        return folder.resolve((position + 1) + ".json");
    }
}
