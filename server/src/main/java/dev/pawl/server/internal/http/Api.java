// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server.internal.http;

import dev.pawl.Pawl;
import dev.pawl.RefusedException;
import dev.pawl.server.ServerOptions;
import dev.pawl.server.internal.access.Caller;
import dev.pawl.server.internal.access.Gate;
import dev.pawl.server.internal.access.Role;
import dev.pawl.server.internal.stream.Hub;
import dev.pawl.spi.StoreException;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Every route, and what holds for all of them. */
public final class Api {

    private static final String BASE = "/api/v1";

    private final Pawl pawl;
    private final ServerOptions options;
    private final Gate gate;
    private final Problems problems;
    private final Hub hub;
    private final List<Routes> routes;

    public Api(Pawl pawl, ServerOptions options, Gate gate) {
        this.pawl = pawl;
        this.options = options;
        this.gate = gate;
        this.problems = new Problems(pawl);
        Catalog catalog = new Catalog(pawl, options.refresh());
        Documents documents = new Documents(pawl);
        this.hub = new Hub(pawl, options.mostClients());
        this.routes = List.of(
                new RunRoutes(catalog, documents),
                new CommandRoutes(documents),
                new StageRoutes(documents),
                new FileRoutes(),
                new StreamRoutes(hub),
                new FleetRoutes(catalog, options.recoverAfter()));
    }

    /** Ends all streams. */
    public void close() {
        hub.close();
    }

    /** Tells a servlet how to answer. */
    public void into(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = options.longestBody();
        config.http.prefer405over404 = true;
        config.router.caseInsensitiveRoutes = false;
        config.router.ignoreTrailingSlashes = false;
        routes.forEach(some -> some.into((method, path, needs, answer) -> add(config, method, path, needs, answer)));
        config.routes.exception(HttpResponseException.class, (e, context) -> problem(context, routed(e)));
        config.routes.exception(Exception.class, (e, context) -> problem(context, problem(e, context)));
    }

    private void add(JavalinConfig config, String method, String path, Role needs, Routes.Answer answer) {
        config.routes.addHttpHandler(HandlerType.findOrCreate(method), BASE + path, context -> {
            Caller caller = gate.caller(context.req());
            if (caller == null) {
                throw new ProblemException(Problem.of(
                        403,
                        "CROSS_ORIGIN",
                        "a page of another origin asked, or the server by another name than that of this machine",
                        "ask from this machine, at localhost or 127.0.0.1"));
            }
            Call call = new Call(context, pawl, caller, options.longestBody());
            call.needs(needs);
            answer.to(call);
        });
    }

    private Problem problem(Exception e, Context context) {
        String what = context.method() + " " + context.path();
        return switch (e) {
            case ProblemException known -> known.problem();
            case RefusedException refused ->
                problems.of(refused, context.pathParamMap().containsKey("stage"));
            case StoreException failed -> Problems.of(failed);
            case IOException cut when context.res().isCommitted() -> Problem.of(499, "GONE", "nobody listens", null);
            default -> Problems.fault(e, what);
        };
    }

    /** What the router itself refuses. */
    private static Problem routed(HttpResponseException e) {
        return switch (e.getStatus()) {
            case 404 -> Problem.of(404, "NO_ROUTE", "there is nothing at this address", "look at docs/openapi.yaml");
            case 405 ->
                Problem.of(
                        405,
                        "METHOD_NOT_ALLOWED",
                        "this address does not take that method",
                        "look at docs/openapi.yaml");
            case 413 -> Problem.of(413, "TOO_LARGE", "the body is too long", "send less");
            default ->
                Problem.of(
                        e.getStatus(),
                        "REFUSED",
                        String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT),
                        "correct the request");
        };
    }

    private static void problem(Context context, Problem problem) {
        if (!context.res().isCommitted()) {
            if (problem.status() == 503) {
                context.header("Retry-After", "2");
            }
            context.status(problem.status()).contentType(Problem.TYPE).result(problem.json());
        }
    }
}
