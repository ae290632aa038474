// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

/**
 * What the server has counted.
 *
 * @param transactions from pg_stat_database
 * @param statements from pg_stat_statements, BEGIN and COMMIT among them
 * @param wal bytes, from the position of the log
 */
record Counters(long transactions, long statements, long wal) {

    Counters minus(Counters earlier) {
        return new Counters(transactions - earlier.transactions, statements - earlier.statements, wal - earlier.wal);
    }
}
