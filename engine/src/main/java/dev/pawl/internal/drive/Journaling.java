// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.drive;

import dev.pawl.RefusedException;
import dev.pawl.core.PipelineSpec;
import dev.pawl.internal.commit.Committer;
import dev.pawl.internal.journal.Replay;
import dev.pawl.spi.Append;
import dev.pawl.spi.AppendOutcome;
import dev.pawl.spi.Entry;
import dev.pawl.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Sends what waits in the ledger to the journal, one append at a time, and sees to what became of it; reads what others
 * appended. Used on the run's turn only.
 */
final class Journaling {

    private static final Duration HEAL = Duration.ofMillis(200);

    private final RunDriver driver;
    private final Host host;
    private final PipelineSpec pipeline;
    private final Ledger ledger;
    private final Intake intake;
    private final Hands hands;
    private final OneByOne oneByOne = new OneByOne();
    private boolean reading;
    private boolean changedElsewhere;

    Journaling(RunDriver driver, PipelineSpec pipeline, Ledger ledger, Intake intake, Hands hands) {
        this.driver = driver;
        this.host = driver.host();
        this.pipeline = pipeline;
        this.ledger = ledger;
        this.intake = intake;
        this.hands = hands;
    }

    /** Somebody else may have appended to the run. */
    void changedElsewhere() {
        changedElsewhere = true;
    }

    /** Reads and sends what is to be read and sent before anything is planned; false where there is nothing to plan yet. */
    boolean settles() {
        if (changedElsewhere && !reading && !ledger.busy()) {
            changedElsewhere = false;
            read();
        }
        if (reading) {
            return false;
        }
        while (!oneByOne.isEmpty() && !ledger.busy()) {
            if (ledger.nothingWaits()) {
                intake.accept(oneByOne.next());
            }
            flush(driver.now(), true);
        }
        return oneByOne.isEmpty();
    }

    /**
     * Sends what waits, unless an append is on its way or it may be held back.
     *
     * @param awaited whether something waits for it to be durable
     */
    boolean flush(Instant now, boolean awaited) {
        if (ledger.busy() || ledger.nothingWaits() || (!awaited && HoldBack.until(pipeline, ledger, now) != null)) {
            return false;
        }
        UUID appendId = host.env().newId();
        Append append = ledger.send(
                host.worker(),
                appendId,
                driver.published().number(),
                hands.executions().checkpointed());
        host.committer().submit(append, new Committer.Reply() {
            @Override
            public void decided(AppendOutcome outcome) {
                driver.tell(() -> Journaling.this.decided(appendId, outcome));
            }

            @Override
            public void broken(StoreException why) {
                driver.tell(() -> driver.leave(why));
            }
        });
        return true;
    }

    private void decided(UUID appendId, AppendOutcome outcome) {
        if (driver.hasLeft() || !ledger.isOnItsWay(appendId)) {
            return;
        }
        switch (outcome) {
            case AppendOutcome.Won won -> {
                Ledger.Batch batch = ledger.won();
                long number = won.number() == 0 ? driver.published().number() : won.number();
                driver.publish(batch.after(), batch.append().seq(), number);
                batch.tellOrigins();
                if (!changedElsewhere && ledger.onlyItemsWait()) {
                    flush(driver.now(), true); // no plan adds to them: the disk need not wait for one
                }
                hands.durable(ledger.durable().run().ordinal());
                host.audience().durable(driver, batch.entry());
            }
            case AppendOutcome.Lost lost -> read();
            case AppendOutcome.KeyTaken taken ->
                refuse(Refusals.keyTaken(ledger.tip().created(), taken.activeRun()));
            case AppendOutcome.RetryTaken taken ->
                refuse(Refusals.retryTaken(ledger.tip().created(), taken.activeRun()));
            case AppendOutcome.Unstorable unstorable -> unstorable(unstorable.problem());
        }
    }

    /** Reads what others appended, then goes on from there: commands are accepted anew, decisions are made anew. */
    private void read() {
        reading = true;
        Replay from = ledger.durable();
        boolean lost = ledger.busy();
        host.env().blocking().execute(() -> {
            try {
                List<Entry> entries = from.entriesAfter(host.store());
                boolean gone = lost
                        && entries.isEmpty()
                        && from.seq() > 0
                        && StoreException.join(host.store().row(driver.id())) == null;
                driver.tell(() -> {
                    if (gone) {
                        refuse(Refusals.deleted(driver.id()));
                    } else {
                        goOnFrom(entries);
                    }
                });
            } catch (StoreException e) {
                if (e.kind() == StoreException.Kind.BROKEN) {
                    driver.tell(() -> driver.leave(e));
                } else {
                    host.env().schedule(HEAL, () -> driver.tell(this::read));
                }
            } catch (Throwable e) { // who reads for ever hears of nothing more
                driver.tell(() -> driver.leave(new CannotDriveException(driver.id(), e)));
            }
        });
    }

    private void goOnFrom(List<Entry> entries) {
        reading = false;
        Replay before = ledger.durable();
        if (entries.isEmpty()) {
            if (ledger.busy()) {
                throw new IllegalStateException("an append after entry " + before.seq() + " of run " + driver.id()
                        + " lost to an entry that is not there");
            }
            return;
        }
        Replay now = before;
        for (Entry entry : entries) {
            now = now.after(entry);
            driver.publish(now.run(), now.seq(), driver.published().number());
            host.audience().durable(driver, Replay.story(entry));
        }
        List<Origin> again = ledger.restart(now);
        hands.restarted();
        host.audience().foreign(driver, before.run(), now.run());
        again.forEach(intake::accept);
    }

    private void refuse(RefusedException why) {
        fail(ledger.restart(ledger.durable()), why);
        driver.leave(why);
    }

    /** One value that the database cannot take fails its stage, not the run's other stages, and no other run. */
    private void unstorable(String problem) {
        List<Origin> origins = ledger.restart(ledger.durable());
        hands.restarted();
        if (!ledger.durable().run().exists()) {
            RefusedException why = Refusals.unstorable(problem);
            fail(origins, why);
            driver.leave(why);
        } else if (origins.size() > 1) {
            oneByOne.add(origins);
        } else if (origins.isEmpty()) {
            driver.leave(Refusals.neverStorable(driver.id(), problem));
        } else {
            unstorable(origins.getFirst(), problem);
        }
    }

    private void unstorable(Origin origin, String problem) {
        switch (OneByOne.instead(origin, problem)) {
            case OneByOne.Fact fact -> {
                origin.durable().completeExceptionally(Refusals.unstorable(problem));
                intake.accept(Origin.of(fact.fact()));
            }
            case OneByOne.Refused refused -> origin.durable().completeExceptionally(Refusals.unstorable(problem));
            case OneByOne.Nothing nothing -> driver.leave(Refusals.neverStorable(driver.id(), problem));
        }
    }

    /** Nothing more is sent: whoever waits for what is in hand is told why. */
    void giveUp(RuntimeException why) {
        fail(oneByOne.drain(), why);
        fail(ledger.restart(ledger.durable()), why);
    }

    private static void fail(List<Origin> origins, RuntimeException why) {
        origins.forEach(origin -> origin.durable().completeExceptionally(why));
    }
}
