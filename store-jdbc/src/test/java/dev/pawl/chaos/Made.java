// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import java.util.List;

/**
 * What a stage puts out.
 *
 * @param by the execution that made it
 * @param read the executions that made what it read
 * @param value what no crash may change
 */
record Made(String by, List<String> read, long value) {}
