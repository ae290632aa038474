// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import dev.pawl.examples.questions.model.Used;
import dev.pawl.examples.questions.tables.Blueprint;

/**
 * The plan as a table can be asked it.
 *
 * @param used with what drafts took that were sent back before
 */
record Drafted(Blueprint blueprint, Used used) {}
