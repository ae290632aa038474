// SPDX-License-Identifier: Apache-2.0
package dev.pawl.benchmarks.peers;

/** What a stage does: the same for every contender. */
@FunctionalInterface
interface StageCode {

    int STAGES = 10;

    /** About 200 bytes of JSON. */
    StageCode NOTHING = (run, stage) -> output(stage);

    /** Executes one stage of one run. */
    String execute(int run, int stage) throws Exception;

    static String output(int stage) {
        return "{\"stage\":" + stage + ",\"text\":\"" + "x".repeat(160) + "\"}";
    }
}
