// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages.internal.http;

import dev.pawl.StageFailedException.Retry;

/** A call cannot be made, or was answered with a failure. The message may still hold secrets. */
final class CallFailedException extends Exception {

    private static final long serialVersionUID = 1;

    private final Retry retry;

    CallFailedException(String message, Retry retry) {
        super(message);
        this.retry = retry;
    }

    Retry retry() {
        return retry;
    }
}
