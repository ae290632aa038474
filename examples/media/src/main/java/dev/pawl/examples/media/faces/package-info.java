// SPDX-License-Identifier: Apache-2.0
/** From a film to the people in it: frames, faces, embeddings, tracks, clusters. */
@NullMarked
package dev.pawl.examples.media.faces;

import org.jspecify.annotations.NullMarked;
