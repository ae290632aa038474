// SPDX-License-Identifier: Apache-2.0
/** Makes files for readers of texts in Markdown: web page, PDF, e-book, archive. Reads no network, ever. */
@NullMarked
package dev.pawl.stages.internal.export;

import org.jspecify.annotations.NullMarked;
