// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.media.faces;

import java.util.List;

/**
 * Somebody in the film.
 *
 * @param name a letter: who it is, nobody has told
 * @param tracks where they are seen
 */
public record Person(String name, List<OneTrack> tracks) {

    /** One face, followed from frame to frame. */
    public record OneTrack(int track, double from, double to, List<String> faces) {}

    /** All tracks of a film. */
    public record Tracks(List<OneTrack> tracks) {}

    /** All people of a film. */
    public record People(List<Person> people) {}

    /** How many pictures there are of them. */
    public int faces() {
        return tracks.stream().mapToInt(track -> track.faces().size()).sum();
    }
}
