// SPDX-License-Identifier: Apache-2.0
package dev.pawl.core;

/** Why something failed, in words for a person. */
public record Failure(FailureKind kind, String message) {}
