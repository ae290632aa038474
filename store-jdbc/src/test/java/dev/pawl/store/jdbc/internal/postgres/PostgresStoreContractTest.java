// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

/** On the server of all tests. */
class PostgresStoreContractTest extends PostgresContract {

    PostgresStoreContractTest() {
        super(Server.shared());
    }
}
