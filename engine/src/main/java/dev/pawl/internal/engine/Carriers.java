// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.PlatformManagedObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that carry all virtual ones. From JDK 24 on there can be more of them than cores; it is reached by name, since
 * this is built for older ones, too.
 */
final class Carriers {

    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);
    private static final String BEAN = "jdk.management.VirtualThreadSchedulerMXBean";

    /** As many as the JDK allows itself for code that keeps its carrier without being busy. */
    private static final int MOST = 256;

    private boolean fixed;

    /**
     * All are kept by busy code: one more, for good. On a thread that asks for nothing else: each thread hands its tasks in at
     * a queue of its own, and the scheduler wakes a carrier for those of a queue that was empty, no more. Asked by a thread
     * whose earlier task is still waiting there, it would allow a carrier and start none.
     */
    void add() {
        Thread.ofPlatform().name("pawl-carriers").daemon().start(this::oneMore);
    }

    private synchronized void oneMore() {
        if (fixed) {
            return;
        }
        try {
            Class<? extends PlatformManagedObject> type = Class.forName(BEAN).asSubclass(PlatformManagedObject.class);
            Object bean = ManagementFactory.getPlatformMXBean(type);
            int now = (int) type.getMethod("getParallelism").invoke(bean);
            fixed = now >= MOST;
            if (!fixed) {
                type.getMethod("setParallelism", int.class).invoke(bean, now + 1);
                LOG.info("busy code keeps all {} carriers of virtual threads; there is one more now", now);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            fixed = true;
            LOG.warn("busy code keeps all carriers of virtual threads, so that what waits cannot go on before it ends;"
                    + " from JDK 24 on there would be more of them");
        }
    }
}
