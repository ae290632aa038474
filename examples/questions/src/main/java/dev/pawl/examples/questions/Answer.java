// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import dev.pawl.examples.questions.model.Used;

/**
 * What comes out.
 *
 * @param file the page
 */
public record Answer(String text, String file, int lines, Used used) {}
