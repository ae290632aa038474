// SPDX-License-Identifier: Apache-2.0
package dev.pawl.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/** Attributes and events of spans. */
final class SpanNames {

    static final AttributeKey<String> RUN = AttributeKey.stringKey("pawl.run");
    static final AttributeKey<String> PIPELINE = AttributeKey.stringKey("pawl.pipeline");
    static final AttributeKey<Long> VERSION = AttributeKey.longKey("pawl.pipeline.version");
    static final AttributeKey<String> STATUS = AttributeKey.stringKey("pawl.status");
    static final AttributeKey<String> STAGE = AttributeKey.stringKey("pawl.stage");
    static final AttributeKey<String> ATTEMPT = AttributeKey.stringKey("pawl.attempt");
    static final AttributeKey<Long> EPOCH = AttributeKey.longKey("pawl.epoch");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("pawl.error");
    static final AttributeKey<String> DEGRADED = AttributeKey.stringKey("pawl.degraded");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    static final String INTERRUPTED = "interrupted";
    static final String RECOVERED = "recovered";
    static final String RELEASED = "released";
    static final String CANCEL_REQUESTED = "cancel requested";
    static final String SETTLED = "settled";
    static final String LATE_RESULT = "late result";

    private SpanNames() {}
}
