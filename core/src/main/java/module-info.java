// SPDX-License-Identifier: Apache-2.0
/** Deciding what a run may do. Knows the JDK and nothing else. */
module dev.pawl.core {
    requires static transitive org.jspecify;

    exports dev.pawl.core;
}
