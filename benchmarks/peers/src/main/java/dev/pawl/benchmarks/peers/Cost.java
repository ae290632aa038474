// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

/** What runs of ten stages cost: stages a second, and of each run its transactions, statements and bytes of WAL. */
record Cost(double stagesPerSecond, double transactions, double statements, double wal) {

    static Cost of(int runs, double seconds, Counters counted) {
        return new Cost(
                runs * StageCode.STAGES / seconds,
                (double) counted.transactions() / runs,
                (double) counted.statements() / runs,
                (double) counted.wal() / runs);
    }
}
