// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media;

import dev.pawl.examples.media.faces.Cluster;
import dev.pawl.examples.media.faces.Detect;
import dev.pawl.examples.media.faces.Embed;
import dev.pawl.examples.media.faces.Frames;
import dev.pawl.examples.media.faces.Track;
import dev.pawl.examples.media.film.Film;
import dev.pawl.examples.media.oldfiles.Host;
import dev.pawl.examples.media.sheet.Sheet;
import java.nio.file.Path;
import java.util.Arrays;

/** Starts the program that the first argument names. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("java.awt.headless", "true");
        String name = arguments.length == 0 ? "" : arguments[0];
        switch (name) {
            case "frames" -> Frames.run(Stage.read());
            case "detect" -> Detect.run(Stage.read());
            case "embed" -> Embed.run(Stage.read());
            case "track" -> Track.run(Stage.read());
            case "cluster" -> Cluster.run(Stage.read());
            case "sheet" -> Sheet.run(Stage.read());
            case "film" -> Film.write(Path.of(arguments.length > 1 ? arguments[1] : "pilot.avi"));
            case "host" -> Host.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            default -> {
                System.err.println("there is no program `" + name
                        + "`; there are frames, detect, embed, track, cluster, sheet, film FILE, host INPUT");
                System.exit(2);
            }
        }
    }
}
