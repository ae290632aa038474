// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.RawJson;
import dev.pawl.RefusedException;
import dev.pawl.core.Command;
import dev.pawl.core.Content;
import dev.pawl.core.Run;
import dev.pawl.core.SettleAs;
import dev.pawl.internal.content.Stored;
import dev.pawl.internal.drive.DriverLeftException;
import dev.pawl.internal.drive.RunDriver;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has done what people ask of runs: by the driver where there is one here, else by an entry in the journal. Thread-safe; blocks. */
final class Commanding {

    private static final Logger LOG = LoggerFactory.getLogger(Commanding.class);

    private final Desk desk;
    private final Sights sights;
    private final Submitting submitting;
    private final Kin kin;
    private final Supplier<@Nullable Worker> worker;

    Commanding(Desk desk, Sights sights, Submitting submitting, Kin kin, Supplier<@Nullable Worker> worker) {
        this.kin = kin;
        this.desk = desk;
        this.sights = sights;
        this.submitting = submitting;
        this.worker = worker;
    }

    void resume(UUID run, @Nullable String by) {
        boolean rests = kin.isAtRest(run);
        if (rests) {
            RefusedException beside = kin.resumed(run);
            if (beside != null) {
                throw beside;
            }
        }
        goOn(run, by);
        if (rests) {
            RefusedException beside = kin.resumed(run);
            if (beside != null && giveWay(run, by, beside)) {
                throw beside;
            }
        }
    }

    /**
     * Another of its line began at the same moment: it rests again, or is cancelled where something in it waits for a person, which
     * it cannot rest with. False where it has ended by itself.
     */
    private boolean giveWay(UUID run, @Nullable String by, RefusedException beside) {
        String why = "it was resumed at the same moment: " + beside.problem();
        try {
            command(run, new Command.GiveUp(why));
            if (kin.isAtRest(run)) {
                return true;
            }
        } catch (RefusedException e) {
            LOG.debug("run {} is not given up: {}", run, e.getMessage());
        }
        try {
            cancel(run, by, why);
            return true;
        } catch (RefusedException e) {
            LOG.info("run {} has ended, although {}", run, beside.problem());
            return false;
        }
    }

    private void goOn(UUID run, @Nullable String by) {
        Worker here = worker.get();
        if (here == null) {
            desk.command(run, state -> new Command.Resume(by), null);
        } else {
            resume(here, run, new Command.Resume(by));
        }
    }

    private void resume(Worker first, UUID run, Command.Resume resume) {
        Worker here = first;
        while (true) {
            try {
                Joins.join(here.claims().take(run, resume));
                return;
            } catch (DriverLeftException e) {
                // it left in this moment: the next look finds the run at rest
                Worker next = worker.get();
                if (next == null || next.isGone()) {
                    throw Excuses.enteringAnew();
                }
                here = next;
            } catch (RefusedException e) {
                if (!e.code().equals(Excuses.IN_TURN)) {
                    unlessOwned(e);
                    return;
                }
                queue(here, run, resume);
                return;
            }
        }
    }

    /** It goes on when its turn has come. */
    private void queue(Worker here, UUID run, Command.Resume resume) {
        try {
            desk.command(run, state -> resume, null);
        } catch (RefusedException e) {
            unlessOwned(e);
            return;
        }
        here.expects(run);
        here.lookForWork();
    }

    /** Where a worker that lives executes it, there is nothing to resume. */
    private static void unlessOwned(RefusedException refused) {
        if (!refused.code().equals(Command.Rejection.OWNED.name())) {
            throw refused;
        }
    }

    void cancel(UUID run, @Nullable String by, @Nullable String reason) {
        command(run, state -> new Command.Cancel(by, reason, sights.ownerAlive(state) ? null : state.owner()), null);
    }

    void settle(UUID run, String stage, SettleAs as, @Nullable RawJson output, @Nullable String by) {
        Stored stored = output == null ? null : submitting.taken(output);
        Content content = stored == null ? null : stored.content();
        command(run, state -> new Command.Settle(stage, as, content, by), stored);
    }

    void edit(UUID run, String stage, RawJson output, @Nullable Integer version, @Nullable String by) {
        Stored stored = submitting.taken(output);
        command(run, state -> new Command.Edit(stage, stored.content(), version, by), stored);
    }

    void press(UUID run, String stage, @Nullable String by) {
        command(run, state -> new Command.Press(stage, by), null);
    }

    void reset(UUID run, String stage, @Nullable String by) {
        command(run, state -> new Command.Reset(stage, by), null);
    }

    void command(UUID run, Command command) {
        command(run, state -> command, null);
    }

    /** Commands go to the driver first, and into the journal only where there is none here. */
    private void command(UUID run, Function<Run, Command> command, @Nullable Stored value) {
        Worker here = worker.get();
        RunDriver driver = here == null ? null : here.driver(run);
        if (driver != null) {
            try {
                Joins.join(driver.command(command.apply(driver.published().run()), value));
                return;
            } catch (DriverLeftException e) {
                // it left in this moment: the journal is the way now
            }
        }
        desk.command(run, command, value);
        if (here != null) {
            here.lookForWork(); // a document that rested may have something to do by that
        }
    }
}
