// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.sheet;

import dev.pawl.examples.media.Stage;
import dev.pawl.examples.media.faces.Face;
import dev.pawl.examples.media.faces.Frame;
import dev.pawl.examples.media.faces.Person;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/** Lays out who was found: one picture to look at. */
public final class Sheet {

    private Sheet() {}

    private record Made(String sheet, int people, int faces, int frames) {}

    public static void run(Stage stage) throws IOException {
        Frame.All frames = stage.output("frames", Frame.All.class);
        Map<String, Face> faces = stage.output("embed", Face.Embeddings.class).faces().stream()
                .map(Face.Embedded::face)
                .collect(Collectors.toMap(Face::id, face -> face));
        List<Person> people = stage.output("cluster", Person.People.class).people();
        double seconds = frames.files().size() / frames.framesPerSecond();
        Page page = new Page(stage.input("episode", "episode"), frames.files().size(), seconds, faces, people);
        Path file = stage.folder("").resolve("people.png");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(page.paint(), "png", png);
        Stage.replace(file, png.toByteArray());
        int seen = people.stream().mapToInt(Person::faces).sum();
        stage.write(
                new Made(file.toString(), people.size(), seen, frames.files().size()));
    }
}
