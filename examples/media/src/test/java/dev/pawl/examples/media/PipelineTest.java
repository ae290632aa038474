// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.Json;
import dev.pawl.RunView;
import dev.pawl.core.RunStatus;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole pipeline on the whole film: 120 frames, four people in four shots, each of them in two. */
class PipelineTest {

    private static final int FRAMES = 120;

    /** As they were painted: two people for 32 frames, one for 28, two for 28, three for 32. */
    private static final int FACES = 64 + 28 + 56 + 96;

    @TempDir
    private static Path folder;

    private static Episode episode;

    @BeforeAll
    static void run() throws Exception {
        episode = new Episode(folder, 1);
        episode.toTheEnd();
    }

    @Test
    void the_detector_finds_every_painted_face_and_nothing_else() {
        List<Integer> found = new ArrayList<>();
        episode.output("detect").forEach(frame -> found.add(frame.get("faces").size()));

        assertThat(found).hasSize(FRAMES);
        assertThat(found.stream().mapToInt(Integer::intValue).sum()).isEqualTo(FACES);
        assertThat(found.subList(0, 32)).containsOnly(2);
        assertThat(found.subList(88, FRAMES)).containsOnly(3);
    }

    @Test
    void each_person_is_one_cluster_of_two_tracks() {
        JsonNode people = episode.output("cluster").get("people");

        assertThat(people).hasSize(4);
        people.forEach(person ->
                assertThat(person.get("tracks")).as("%s", person.get("name")).hasSize(2));
        List<Integer> faces = new ArrayList<>();
        people.forEach(person -> {
            int sum = 0;
            for (JsonNode track : person.get("tracks")) {
                sum += track.get("faces").size();
            }
            faces.add(sum);
        });
        assertThat(faces).containsExactly(64, 60, 60, 60);
    }

    @Test
    void the_sheet_is_a_picture() throws Exception {
        BufferedImage sheet = ImageIO.read(episode.sheet().toFile());

        assertThat(episode.output("sheet").get("sheet").asString())
                .isEqualTo(episode.sheet().toString());
        assertThat(sheet.getWidth()).isEqualTo(2020);
        assertThat(sheet.getHeight()).isEqualTo(1556);
    }

    @Test
    void the_key_is_the_episode() {
        RunView run = episode.view();

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(run.key()).isEqualTo("pilot");
    }

    @Test
    @Tag("E10")
    void the_old_files_tell_of_the_end() throws Exception {
        JsonNode job = Json.values().readTree(Files.readAllBytes(episode.oldFile("job.json")));

        assertThat(job.at("/status/state").asString()).isEqualTo("done");
        assertThat(job.at("/status/completed")).hasSize(6);
        assertThat(episode.oldFile("lock")).doesNotExist();
    }
}
