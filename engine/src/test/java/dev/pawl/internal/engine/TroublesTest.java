// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.RefusedException;
import dev.pawl.internal.view.Unable;
import dev.pawl.spi.StoreException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why runs cannot be settled. */
@Tag("S6")
class TroublesTest {

    private static RefusedException refused(String code) {
        return new RefusedException(code, "no", "do", null);
    }

    private static StoreException store(StoreException.Kind kind) {
        return new StoreException(kind, "no", null);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(refused("NO_PIPELINE"), Unable.Kind.PIPELINE, "no; do"),
                Arguments.of(refused("BAD_DEFINITION"), Unable.Kind.VERSION, "no; do"),
                Arguments.of(refused("INVALID"), Unable.Kind.FAULT, "no; do"),
                Arguments.of(store(StoreException.Kind.BROKEN), Unable.Kind.DAMAGED, "no"),
                Arguments.of(store(StoreException.Kind.UNAVAILABLE), Unable.Kind.STORAGE, "no"),
                Arguments.of(store(StoreException.Kind.TRANSIENT), Unable.Kind.STORAGE, "no"),
                Arguments.of(
                        new IllegalStateException("no"), Unable.Kind.FAULT, "java.lang.IllegalStateException: no"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorHasItsKind(RuntimeException error, Unable.Kind kind, String words) {
        assertThat(Troubles.of(error)).isEqualTo(new Unable(kind, words));
        assertThat(Troubles.of(new CompletionException(error))).isEqualTo(new Unable(kind, words));
        assertThat(Troubles.isRace(error)).isFalse();
    }

    @ParameterizedTest
    @MethodSource
    void somebodyElseWasFaster(RuntimeException error) {
        assertThat(Troubles.isRace(error)).isTrue();
    }

    static Stream<RuntimeException> somebodyElseWasFaster() {
        return Stream.of(
                refused("OWNED"),
                refused("ENDED"),
                refused("STOPPING"),
                refused("NOT_DUE"),
                refused("ALREADY_ACTIVE"),
                new CompletionException(refused("AT_REST")));
    }

    @Test
    void theSameIsNewsOnceAndWhatIsNotSeenAgainIsGone() {
        Troubles troubles = new Troubles();
        UUID a = new UUID(0, 1);
        UUID b = new UUID(0, 2);
        Unable why = new Unable(Unable.Kind.FAULT, "why");
        assertThat(troubles.note(a, why)).isTrue();
        assertThat(troubles.note(a, why)).isFalse();
        assertThat(troubles.note(b, why)).isTrue();
        troubles.keep(List.of(b));
        assertThat(troubles.all()).containsOnlyKeys(b);
        troubles.forget(b);
        assertThat(troubles.all()).isEmpty();
    }
}
