// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

/**
 * What goes in.
 *
 * @param id names the page with the answer, and is the run's key: one question is worked on once at a time
 */
public record Question(String id, String question) {}
