// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.OnConflict;
import dev.pawl.RefusedException;
import dev.pawl.Retry;
import dev.pawl.RetryPlan;
import dev.pawl.core.Event;
import dev.pawl.spi.RetryRow;
import dev.pawl.spi.RunQuery;
import dev.pawl.spi.RunRow;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up runs that have ended: says what that would do, and does it as any run is made. Thread-safe; blocks. */
final class Retrying {

    private static final Logger LOG = LoggerFactory.getLogger(Retrying.class);
    private static final int PAGE = 1000;

    private final RunStore store;
    private final Drafting drafting;
    private final Submitting submitting;
    private final Commanding commanding;
    private final Kin kin;

    Retrying(Parts parts, Pipelines pipelines, Submitting submitting, Commanding commanding, Kin kin) {
        this.commanding = commanding;
        this.kin = kin;
        this.store = parts.store();
        this.drafting = new Drafting(parts, pipelines, submitting);
        this.submitting = submitting;
    }

    /** What it would do. Writes nothing. */
    RetryPlan plan(UUID run, Retry how) {
        RetryDraft draft;
        try {
            draft = drafting.look(run, how);
            refuseBeside(run);
            refuseTaken(draft);
        } catch (RefusedException e) {
            return switch (e.code()) {
                case "NO_RUN", "UNKNOWN_STAGE", "NO_PIPELINE", "NO_VERSION", "INVALID" -> throw e;
                default -> blocked(run, how, e);
            };
        }
        return draft.plan();
    }

    private static RetryPlan blocked(UUID run, Retry how, RefusedException why) {
        return new RetryPlan(
                run,
                how.fromStage(),
                0,
                List.of(),
                List.of(),
                0,
                RetryPlan.Blocked.by(why),
                List.of(),
                List.of(),
                null);
    }

    private void refuseBeside(UUID run) {
        RefusedException beside = kin.takenUp(run);
        if (beside != null) {
            throw beside;
        }
    }

    /** Who is first is settled by the store; here it is only looked, for those who want to know before. */
    private void refuseTaken(RetryDraft draft) {
        UUID doing = doing(draft);
        if (doing != null) {
            throw draft.retryTaken(doing);
        }
        String key = draft.key();
        UUID holder =
                key == null || draft.inLine() ? null : holder(draft.pipeline().name(), key);
        if (holder != null) {
            throw draft.keyTaken(holder);
        }
    }

    private @Nullable UUID doing(RetryDraft draft) {
        RunQuery query = RunQuery.ofRoot(draft.lineage().root(), PAGE);
        for (List<RunRow> page = find(query); !page.isEmpty(); page = find(query)) {
            for (RunRow row : page) {
                RetryRow retry = row.retry();
                if (retry != null
                        && retry.holds()
                        && retry.parent().equals(draft.lineage().parent())
                        && retry.from().equals(draft.lineage().retryFrom())) {
                    return row.id();
                }
            }
            query = query.olderThan(page.getLast().id());
        }
        return null;
    }

    private @Nullable UUID holder(String pipeline, String key) {
        RunQuery query = new RunQuery(pipeline, null, key, null, null, true, null, PAGE);
        for (List<RunRow> page = find(query); !page.isEmpty(); page = find(query)) {
            for (RunRow row : page) {
                if (row.holdsKey()) {
                    return row.id();
                }
            }
            query = query.olderThan(page.getLast().id());
        }
        return null;
    }

    private List<RunRow> find(RunQuery query) {
        return StoreException.join(store.find(query));
    }

    /** Does it; it is durable when this returns. */
    UUID retry(UUID run, Retry how) {
        RetryDraft draft = drafting.draft(run, how);
        refuseBeside(run);
        if (how.planToken() != null
                && !Objects.equals(how.planToken(), draft.plan().planToken())) {
            throw new RefusedException(
                    "PLAN_CHANGED",
                    "run " + run + ", or the pipeline it follows, is not as it was when this was planned",
                    "look at what would be done now, and ask again",
                    null);
        }
        UUID made = make(run, how, draft);
        LOG.info(
                "run {} takes up run {} from stage {}, depth {}{}",
                made,
                run,
                draft.lineage().retryFrom(),
                draft.lineage().depth(),
                how.by() == null ? "" : ", asked by " + how.by());
        for (Event.Reused reused : draft.reused()) {
            LOG.info("run {} reuses stage {} of run {}", made, reused.stage(), reused.run());
        }
        return made;
    }

    /** One of its line may have begun at the same moment: then this is not to go on. */
    private UUID make(UUID run, Retry how, RetryDraft draft) {
        UUID made;
        try {
            made = submitting.make(draft.making());
        } catch (RefusedException e) {
            boolean waits = how.onConflict() == OnConflict.QUEUE || how.onConflict() == OnConflict.SUPERSEDE;
            throw waits && draft.key() == null && e.code().equals("ALREADY_RETRIED") ? noLine(e) : e;
        }
        RefusedException beside = kin.takenUp(run);
        if (beside != null) {
            try {
                commanding.cancel(made, how.by(), "at the same moment " + beside.problem());
            } catch (RefusedException e) {
                LOG.info("run {} has ended, although {}", made, beside.problem());
                return made;
            }
            throw beside;
        }
        return made;
    }

    /** Lines are of keys. */
    private static RefusedException noLine(RefusedException taken) {
        return new RefusedException(
                taken.code(),
                taken.problem() + "; and only runs with a key wait in line, or have another one cancelled",
                "watch or cancel that run, and ask again when it has ended",
                taken.activeRun());
    }
}
