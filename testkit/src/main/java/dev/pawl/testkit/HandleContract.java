// SPDX-License-Identifier: Apache-2.0
package dev.pawl.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.core.Content;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.AppendOutcome.Won;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several handles on one database, and their end. */
interface HandleContract extends Subject {

    @Test
    @Tag("E6")
    default void whatAnotherAppendsIsNoticed() throws InterruptedException {
        Chain chain = created(Rows.running("p", null));
        Semaphore noticed = new Semaphore(0);
        store().onForeignChange(noticed::release);
        for (int i = 0; i < 3; i++) {
            noticed.drainPermits();
            Append command = chain.next("command");
            Subject.await(other().append(List.of(command)));
            assertThat(noticed.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(journal(chain.run())).hasSize(i + 2);
            chain = chain.after(command);
        }
    }

    @Test
    @Tag("S3")
    default void closeWaitsForWhatIsOnItsWay() {
        List<CompletableFuture<List<AppendOutcome>>> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RunRow row = Rows.running("p", null);
            sent.add(store().append(List.of(new Chain(row.id()).next("created", row))));
        }
        store().close();
        store().close();
        assertThat(sent).allSatisfy(reply -> {
            assertThat(reply).isDone();
            assertThat(Subject.await(reply)).hasOnlyElementsOfType(Won.class);
        });
        assertThat(Subject.await(other().find(RunQuery.newest(1000)))).hasSize(50);
    }

    @Test
    default void aClosedStoreSaysSo() {
        store().close();
        RunRow row = Rows.running("p", null);
        Append create = new Chain(row.id()).next("created", row);
        Content content = RandomBytes.content(10, 1);
        assertThatThrownBy(() -> append(create))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> row(row.id())).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store().putPayload(content, new RandomBytes(10, 1)))
                .isInstanceOf(StoreException.class);
        assertThat(store().place()).isNotEmpty();
    }

    @Test
    default void aHealthyDatabaseHasNothingToReport() throws Exception {
        RunRow row = Rows.running("p", "k");
        append(created(row).next("more"));
        store().putPayload(RandomBytes.content(600_000, 1), new RandomBytes(600_000, 1));
        assertThat(store().check()).isEmpty();
    }
}
