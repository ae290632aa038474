// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.Json;
import dev.pawl.Pawl;
import dev.pawl.RunHandle;
import dev.pawl.RunView;
import dev.pawl.server.internal.access.Caller;
import dev.pawl.server.internal.access.Role;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request, and who asks. Used by the thread that answers it. */
final class Call {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int PIECE = 64 << 10;

    private final Context context;
    private final Pawl pawl;
    private final Caller caller;
    private final long longestBody;

    Call(Context context, Pawl pawl, Caller caller, long longestBody) {
        this.context = context;
        this.pawl = pawl;
        this.caller = caller;
        this.longestBody = longestBody;
    }

    Context context() {
        return context;
    }

    Pawl pawl() {
        return pawl;
    }

    Caller caller() {
        return caller;
    }

    /** For the history of runs. */
    @Nullable
    String by() {
        return caller.name() == null ? caller.user() : caller.name();
    }

    /** Refuses who may only do less. */
    void needs(Role role) {
        if (!role.isIn(caller.role())) {
            throw new ProblemException(Problem.of(
                    403,
                    "FORBIDDEN",
                    "this needs the role " + name(role) + ", and yours is " + name(caller.role()),
                    "use a token of that role"));
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The run in the path, which this caller may look at; to others it is not there. */
    RunHandle run() {
        return run(context.pathParam("run"));
    }

    /** The same of that name. */
    RunHandle run(String name) {
        RunHandle run = ID.matcher(name).matches() ? pawl.run(UUID.fromString(name)) : named(name);
        if (caller.user() != null || caller.run() != null) {
            RunView view = run.view();
            if (!caller.sees(view.id(), view.user())) {
                throw noRun(name);
            }
        }
        return run;
    }

    /** Refuses who may not see all runs. */
    void all() {
        if (caller.run() != null || caller.user() != null) {
            throw new ProblemException(Problem.of(
                    403, "FORBIDDEN", "this token is not for all runs", "name the runs, or use another token"));
        }
    }

    /** Its number, or the beginning of its id. A key is no name here: it may be anything. */
    private RunHandle named(String name) {
        if (!name.matches("[0-9a-f-]{1,36}")) {
            throw noRun(name);
        }
        return pawl.find(name);
    }

    private static ProblemException noRun(String name) {
        return ProblemException.notFound("NO_RUN", "there is no run " + cut(name), "look at the list of runs");
    }

    static String cut(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    /** The stage in the path, as it is written there. */
    String stage() {
        return context.pathParam("stage");
    }

    /** The body's fields. */
    Fields fields(Collection<String> raw, String... known) {
        return Fields.of(body(), raw, List.of(known));
    }

    Fields fields(String... known) {
        return fields(List.of(), known);
    }

    /** All of it, where it is no longer than may be. */
    byte[] body() {
        if (context.contentLength() > longestBody) {
            throw tooLong();
        }
        try (InputStream in = context.req().getInputStream()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            byte[] piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                all.write(piece, 0, n);
                if (all.size() > longestBody) {
                    throw tooLong();
                }
            }
            return all.toByteArray();
        } catch (IOException e) {
            throw ProblemException.invalid("the body did not come whole: " + e.getMessage(), "send it again");
        }
    }

    private ProblemException tooLong() {
        return new ProblemException(Problem.of(
                413,
                "TOO_LARGE",
                "a body has at most " + longestBody + " bytes",
                "send less, or have the server started with a higher limit"));
    }

    Query query(String... known) {
        return Query.of(context, List.of(known));
    }

    /** Answers with that as JSON. */
    void json(int status, Object value) {
        context.status(status).contentType("application/json");
        context.result(Json.views().writeValueAsBytes(value));
    }

    void json(Object value) {
        json(200, value);
    }

    /** The same, unless the caller has it already. */
    void tagged(Object value) {
        byte[] body = Json.views().writeValueAsBytes(value);
        String tag = Tags.of(body);
        context.header("ETag", tag).header("Cache-Control", "private, no-cache");
        if (Tags.matches(context.header("If-None-Match"), tag)) {
            context.status(304);
        } else {
            context.status(200).contentType("application/json").result(body);
        }
    }
}
