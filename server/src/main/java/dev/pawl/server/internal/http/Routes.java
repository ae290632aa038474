// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.server.internal.access.Role;

/** Some of what can be asked. */
interface Routes {

    /** What answers a request. */
    @FunctionalInterface
    interface Answer {
        void to(Call call) throws Exception;
    }

    /** Where they are told. */
    interface Table {
        void add(String method, String path, Role needs, Answer answer);

        default void get(String path, Answer answer) {
            add("GET", path, Role.VIEWER, answer);
        }

        default void post(String path, Answer answer) {
            add("POST", path, Role.OPERATOR, answer);
        }
    }

    /** Tells each of them. Paths begin below {@code /api/v1}. */
    void into(Table table);
}
