// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.text;

import dev.pawl.Health;
import dev.pawl.ItemView;
import dev.pawl.RunView;
import dev.pawl.StageView;
import dev.pawl.StageView.Heartbeat;
import dev.pawl.StageView.ItemCounts;
import dev.pawl.WaitFor;
import dev.pawl.core.StageStatus;
import java.time.Instant;
import java.util.List;

/** A stage to show, by what is special of it; else it is a task that has not begun. */
final class StageBuilder {

    private final String id;
    private String kind = "task";
    private String trigger = "auto";
    private StageStatus status = StageStatus.IDLE;
    private boolean depsMet;
    private List<String> after = List.of();
    private int attempt;
    private int generation;
    private Health health;
    private WaitFor waitsFor;
    private Instant retryAt;
    private Instant until;
    private boolean held;
    private Instant startedAt;
    private Instant finishedAt;
    private long durationMs;
    private Heartbeat heartbeat;
    private Long etaSeconds;
    private ItemCounts items;
    private int rounds;
    private int maxRounds;
    private boolean feedback;
    private String error;
    private String degraded;
    private Long outputSize;
    private List<RunView.Possible> actions = List.of();
    private List<ItemView> failedItems = List.of();
    private StageView.ReusedFrom reusedFrom;
    private List<StageView.Stale> stale = List.of();
    private boolean staleDismissed;

    StageBuilder(String id) {
        this.id = id;
    }

    /** All of another one, to be changed. */
    static StageBuilder like(StageView stage) {
        StageBuilder same = new StageBuilder(stage.id());
        same.kind = stage.kind();
        same.trigger = stage.trigger();
        same.status = stage.status();
        same.depsMet = stage.depsMet();
        same.after = stage.after();
        same.attempt = stage.attempt();
        same.generation = stage.generation();
        same.health = stage.health();
        same.waitsFor = stage.waitsFor();
        same.retryAt = stage.retryAt();
        same.until = stage.until();
        same.held = stage.held();
        same.startedAt = stage.startedAt();
        same.finishedAt = stage.finishedAt();
        same.durationMs = stage.durationMs();
        same.heartbeat = stage.heartbeat();
        same.etaSeconds = stage.etaSeconds();
        same.items = stage.items();
        same.rounds = stage.rounds();
        same.maxRounds = stage.maxRounds();
        same.feedback = stage.feedback();
        same.error = stage.error();
        same.degraded = stage.degraded();
        same.outputSize = stage.outputSize();
        same.actions = stage.actions();
        same.failedItems = stage.failedItems();
        same.reusedFrom = stage.reusedFrom();
        same.stale = stage.stale();
        same.staleDismissed = stage.staleDismissed();
        return same;
    }

    StageView build() {
        return new StageView(
                id,
                kind,
                trigger,
                status,
                depsMet,
                after,
                attempt,
                generation,
                health,
                waitsFor,
                retryAt,
                until,
                held,
                startedAt,
                finishedAt,
                durationMs,
                heartbeat,
                etaSeconds,
                items,
                rounds,
                maxRounds,
                feedback,
                error,
                degraded,
                outputSize,
                actions,
                0,
                stale,
                staleDismissed,
                failedItems,
                reusedFrom);
    }

    StageBuilder kind(String value) {
        kind = value;
        return this;
    }

    StageBuilder trigger(String value) {
        trigger = value;
        return this;
    }

    StageBuilder status(StageStatus value) {
        status = value;
        return this;
    }

    StageBuilder depsMet(boolean value) {
        depsMet = value;
        return this;
    }

    StageBuilder after(List<String> value) {
        after = value;
        return this;
    }

    StageBuilder attempt(int value) {
        attempt = value;
        return this;
    }

    StageBuilder generation(int value) {
        generation = value;
        return this;
    }

    StageBuilder health(Health value) {
        health = value;
        return this;
    }

    /** With when that ends, or null. */
    StageBuilder waitsFor(WaitFor value, Instant moment) {
        waitsFor = value;
        retryAt = moment;
        until = moment;
        return this;
    }

    StageBuilder held(boolean value) {
        held = value;
        return this;
    }

    StageBuilder took(Instant from, Instant to) {
        startedAt = from;
        finishedAt = to;
        durationMs = from == null || to == null ? 0 : to.toEpochMilli() - from.toEpochMilli();
        return this;
    }

    StageBuilder heartbeat(Heartbeat value) {
        heartbeat = value;
        return this;
    }

    StageBuilder items(ItemCounts value) {
        items = value;
        return this;
    }

    /** How often it sent work back, and may. */
    StageBuilder rounds(int sent, int may) {
        rounds = sent;
        maxRounds = may;
        return this;
    }

    StageBuilder error(String value) {
        error = value;
        return this;
    }

    StageBuilder outputSize(Long value) {
        outputSize = value;
        return this;
    }

    /** Why, and whether a person does not want to be told. */
    StageBuilder stale(List<StageView.Stale> value, boolean dismissed) {
        stale = value;
        staleDismissed = dismissed;
        return this;
    }

    StageBuilder reusedFrom(StageView.ReusedFrom value) {
        reusedFrom = value;
        return this;
    }

    StageBuilder actions(List<RunView.Possible> value) {
        actions = value;
        return this;
    }
}
