// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.postgres;

import org.junit.jupiter.api.Tag;

/** On PostgreSQL 18. */
@Tag("long")
class Postgres18StoreContractTest extends PostgresContract {

    Postgres18StoreContractTest() {
        super(Server.shared("18"));
    }
}
