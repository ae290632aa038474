// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

import java.time.Instant;

/**
 * How far the schedule of a pipeline was carried out.
 *
 * @param rule the schedule in words that change when it changes, after a word that tells this database from others
 * @param last up to when, inclusively, each due run was made or left out on purpose
 */
public record ScheduleRow(String pipeline, String rule, Instant last) {}
