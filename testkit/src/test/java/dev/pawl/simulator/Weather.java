// SPDX-License-Identifier: Apache-2.0
package dev.pawl.simulator;

/**
 * How much goes wrong between machines and database: one call in so many, 0 for none.
 *
 * @param lostRequest never arrives
 * @param lostReply is done, and its caller does not hear of it
 * @param late its caller hears of a time-out, and it is done later
 */
record Weather(int lostRequest, int lostReply, int late) {

    static final Weather FAIR = new Weather(0, 0, 0);

    static Weather of(Luck luck) {
        return switch (luck.upTo(4)) {
            case 0 -> FAIR;
            case 1 -> new Weather(40, 40, 40);
            case 2 -> new Weather(0, 8, 15);
            default -> new Weather(15, 15, 30);
        };
    }
}
