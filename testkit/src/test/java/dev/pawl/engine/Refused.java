// SPDX-License-Identifier: Apache-2.0
package dev.pawl.engine;

import static dev.pawl.engine.Refused.Of.ADOPT;
import static dev.pawl.engine.Refused.Of.CLOSE;
import static dev.pawl.engine.Refused.Of.DELETE;
import static dev.pawl.engine.Refused.Of.EDIT;
import static dev.pawl.engine.Refused.Of.EXPORT;
import static dev.pawl.engine.Refused.Of.REFRESH;
import static dev.pawl.engine.Refused.Of.RETRY;
import static dev.pawl.engine.Refused.Of.STALE;
import static dev.pawl.engine.Refused.Of.UNDO;

/** What is asked for and refused. */
enum Refused {
    RETRY_NO_RUN(RETRY, 404, "NO_RUN", "a run that is not there"),
    RETRY_NO_STAGE(RETRY, 400, "UNKNOWN_STAGE", "from a stage that the pipeline has not"),
    RETRY_NO_VERSION(RETRY, 400, "NO_VERSION", "by a version of the pipeline that is not known"),
    RETRY_ACTIVE(RETRY, 409, "RUN_ACTIVE", "a run that has not ended"),
    RETRY_OPEN(RETRY, 409, "RUN_ACTIVE", "a document that is open"),
    RETRY_SUCCEEDED(RETRY, 400, "NOT_RETRYABLE", "from a stage that succeeded, of a run that did"),
    RETRY_NEVER_RAN(RETRY, 400, "NOT_RETRYABLE", "from a stage that never ran"),
    RETRY_NO_ITEMS(RETRY, 400, "NOT_RETRYABLE", "only the failed items of a stage that has none"),
    RETRY_UPSTREAM(RETRY, 400, "UPSTREAM_FAILED", "from a stage after the one that failed"),
    RETRY_MISSING(RETRY, 400, "MISSING_STATE", "by a version that requires keys which were not put out"),
    RETRY_NEW_STAGE(RETRY, 400, "MISSING_STATE", "by a version that has one stage more before it"),
    RETRY_AGAIN(RETRY, 409, "ALREADY_RETRIED", "what another active run takes up already"),
    RETRY_KEY(RETRY, 409, "ALREADY_ACTIVE", "while another run of its key is active"),
    RETRY_DEPTH(RETRY, 409, "DEPTH_LIMIT", "a retry of a retry beyond the limit"),
    RETRY_CHANGED(RETRY, 409, "PLAN_CHANGED", "by a plan that no longer holds"),

    EDIT_NO_RUN(EDIT, 404, "NO_RUN", "a run that is not there"),
    EDIT_NO_STAGE(EDIT, 404, "UNKNOWN_STAGE", "a stage that the run has not"),
    EDIT_NO_DOCUMENT(EDIT, 409, "NOT_WAITING", "a stage of a run that is no document, and that waits for nobody"),
    EDIT_RUNNING(EDIT, 409, "NOT_EDITABLE", "a stage that runs"),
    EDIT_TOO_EARLY(EDIT, 409, "NOT_EDITABLE", "a stage before which something is not done"),
    EDIT_OTHER_VERSION(EDIT, 412, "EDIT_CONFLICT", "what somebody else has edited meanwhile"),
    EDIT_ENDED(EDIT, 409, "ENDED", "a document that is closed"),
    EDIT_NO_JSON(EDIT, 400, "INVALID", "with an output that is no JSON"),

    UNDO_NOTHING(UNDO, 409, "NOTHING_TO_UNDO", "the first output of a stage"),
    UNDO_NO_DOCUMENT(UNDO, 409, "NOT_WAITING", "an output of a run that is no document"),
    UNDO_RUNNING(UNDO, 409, "NOT_EDITABLE", "a stage that runs"),
    UNDO_OTHER_VERSION(UNDO, 412, "EDIT_CONFLICT", "what somebody else has edited meanwhile"),
    UNDO_ENDED(UNDO, 409, "ENDED", "in a document that is closed"),

    ADOPT_NONE(ADOPT, 409, "NO_LATE_RESULT", "where no result came too late"),
    ADOPT_NO_STAGE(ADOPT, 404, "UNKNOWN_STAGE", "of a stage that the run has not"),
    ADOPT_ENDED(ADOPT, 409, "ENDED", "in a document that is closed"),

    DISMISS_NO_STAGE(STALE, 404, "UNKNOWN_STAGE", "to dismiss the mark of a stage that the run has not"),
    DISMISS_ENDED(STALE, 409, "ENDED", "to dismiss a mark in a document that is closed"),
    ACCEPT_NO_STAGE(STALE, 404, "UNKNOWN_STAGE", "to accept the output of a stage that the run has not"),
    ACCEPT_ENDED(STALE, 409, "ENDED", "to accept an output in a document that is closed"),

    REFRESH_NO_DOCUMENT(REFRESH, 409, "NOT_INTERACTIVE", "a run that is no document"),
    REFRESH_ENDED(REFRESH, 409, "ENDED", "a document that is closed"),

    CLOSE_NO_DOCUMENT(CLOSE, 409, "NOT_INTERACTIVE", "a run that is no document"),
    CLOSE_BUSY(CLOSE, 409, "BUSY", "a document of which a stage runs"),
    CLOSE_CANCELLED(CLOSE, 409, "ENDED", "a document that was cancelled"),

    EXPORT_TOO_EARLY(EXPORT, 409, "NOT_PRESSABLE", "to run one before which something is not done"),
    EXPORT_ENDED(EXPORT, 409, "ENDED", "to run one again in a document that is closed"),
    EXPORT_NOT_AGAIN(EXPORT, 409, "NOT_PRESSABLE", "to run one again in a run that is no document"),
    FILE_NONE(EXPORT, 404, "NO_ARTIFACT", "a file, before its stage has succeeded"),
    FILE_OTHER(EXPORT, 404, "NO_ARTIFACT", "a file that no stage has made"),
    FILE_OF_TWO(EXPORT, 409, "AMBIGUOUS_ARTIFACT", "a file by a name that two stages gave"),

    DELETE_ACTIVE(DELETE, 409, "RUN_ACTIVE", "a run that has not ended"),
    DELETE_OPEN(DELETE, 409, "RUN_ACTIVE", "a document that is open");

    private final Of of;
    private final int status;
    private final String code;
    private final String words;

    /** What is asked for. */
    enum Of {
        RETRY("Retry from a stage"),
        EDIT("Edit an output"),
        UNDO("Undo"),
        ADOPT("Adopt a late result"),
        STALE("Dismiss a mark, accept an output"),
        REFRESH("Refresh what is stale"),
        CLOSE("Close a document"),
        EXPORT("Exports and their files"),
        DELETE("Delete a run");

        private final String title;

        Of(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    Refused(Of of, int status, String code, String words) {
        this.of = of;
        this.status = status;
        this.code = code;
        this.words = words;
    }

    Of of() {
        return of;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String words() {
        return words;
    }

    /** What HTTP calls the run that stands in the way. */
    String runField() {
        return code.equals("ALREADY_RETRIED") ? "retriedBy" : "activeRun";
    }
}
