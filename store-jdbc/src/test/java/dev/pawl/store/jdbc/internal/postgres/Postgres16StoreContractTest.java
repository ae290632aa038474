// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import org.junit.jupiter.api.Tag;

/** On PostgreSQL 16. */
@Tag("long")
class Postgres16StoreContractTest extends PostgresContract {

    Postgres16StoreContractTest() {
        super(Server.shared("16"));
    }
}
