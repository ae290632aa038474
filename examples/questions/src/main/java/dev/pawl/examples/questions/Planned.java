// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import dev.pawl.examples.questions.model.Used;
import java.util.List;

/** How the answer is found, in words. */
record Planned(List<String> steps, Used used) {}
