// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

import java.util.List;
import javax.sql.DataSource;

/** A system that runs ten durable stages one after another. */
interface Contender extends AutoCloseable {

    /** Starts run so many and returns when it has ended. Called from many threads. */
    void run(int number) throws Exception;

    /** After a crash: takes up what was interrupted, where opening alone does not. */
    default void resume() throws Exception {}

    /** The newest runs as the system's own API lists them; none where it keeps none. */
    List<String> latest(int count) throws Exception;

    @Override
    void close();

    /**
     * Where and how a contender works.
     *
     * @param dataSource a pool on its database
     * @param url the database, for a system that keeps connections of its own
     * @param code what the stages do
     * @param atOnce so many stages may execute at once
     * @param worker the name of the process, where the system asks for one
     */
    record Setting(DataSource dataSource, String url, StageCode code, int atOnce, String worker) {}
}
