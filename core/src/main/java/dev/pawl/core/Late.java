// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

import java.util.List;

/**
 * What an attempt that no longer counted put out.
 *
 * @param artifacts the files it made
 */
public record Late(Content output, List<Artifact> artifacts) {
    public Late {
        artifacts = List.copyOf(artifacts);
    }
}
