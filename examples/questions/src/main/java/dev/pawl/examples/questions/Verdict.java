// SPDX-License-Identifier: Apache-2.0
package dev.pawl.examples.questions;

import java.util.List;

/** Why a draft is sent back. */
record Verdict(List<String> problems, Drafted draft) {}
