// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.film;

import java.awt.Color;

/**
 * What one person looks like.
 *
 * @param width of the face, 1 being common
 * @param jaw from 0, pointed, to 1, square
 */
record Look(
        String name,
        Color skin,
        Color hair,
        Color eyes,
        Color lips,
        Color clothes,
        double width,
        double jaw,
        Cut cut,
        boolean glasses,
        boolean beard) {

    enum Cut {
        SHORT,
        BOB,
        LONG,
        BALD
    }

    static final Look ADA = new Look(
            "Ada",
            new Color(0xf2c9a8),
            new Color(0xa8481f),
            new Color(0x3f7d5c),
            new Color(0xb9474c),
            new Color(0x1f5f6b),
            0.95,
            0.25,
            Cut.LONG,
            false,
            false);
    static final Look BEN = new Look(
            "Ben",
            new Color(0xdca27c),
            new Color(0x2b1d16),
            new Color(0x3a2a1c),
            new Color(0x9a5148),
            new Color(0x7a2f34),
            1.06,
            0.85,
            Cut.SHORT,
            false,
            true);
    static final Look CLEO = new Look(
            "Cleo",
            new Color(0x9c6644),
            new Color(0x17110f),
            new Color(0x2a1a10),
            new Color(0x7e3137),
            new Color(0xd9a441),
            0.98,
            0.4,
            Cut.BOB,
            false,
            false);
    static final Look DEV = new Look(
            "Dev",
            new Color(0xe9b894),
            new Color(0xcfcbc4),
            new Color(0x4a6b93),
            new Color(0xa85d56),
            new Color(0x3b4470),
            1.02,
            0.6,
            Cut.BALD,
            true,
            false);
}
