// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.internal.attempt.Attempts;
import dev.pawl.internal.attempt.Questions;
import dev.pawl.internal.attempt.Shelf;
import dev.pawl.internal.drive.Host;
import dev.pawl.internal.drive.Watch;

/** Makes what the drivers of a worker share. */
final class Hosts {

    private Hosts() {}

    static Host of(Parts parts, Listeners listeners, Duty.Entry entry, Host.Audience audience) {
        Attempts attempts = new Attempts(
                parts.store(),
                parts.env(),
                parts.executor(),
                parts.values(),
                new ToldLog(parts.log(), listeners, parts.env()::now),
                new Shelf(parts.store(), parts.options().folder()),
                parts.options().grace());
        return new Host(
                entry.session().worker().id(),
                parts.env(),
                parts.store(),
                parts.committer(),
                parts.values(),
                attempts,
                new Questions(attempts, parts.options().maxItems()),
                entry.slots(),
                entry.rooms(),
                new Watch(parts.env()),
                parts.options().grace(),
                audience);
    }
}
