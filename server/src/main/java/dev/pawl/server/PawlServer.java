// SPDX-License-Identifier: Apache-2.0
package dev.pawl.server;

import dev.pawl.Pawl;
import dev.pawl.server.internal.access.Gate;
import dev.pawl.server.internal.http.Api;
import io.javalin.Javalin;
import jakarta.servlet.Servlet;

/** The API of a database of runs, on a port of its own. Thread-safe. */
public final class PawlServer implements AutoCloseable {

    private final Api api;
    private final String host;
    private final Javalin javalin;

    private PawlServer(Api api, Javalin javalin, String host) {
        this.host = host;
        this.api = api;
        this.javalin = javalin;
    }

    /**
     * Answers from now on.
     *
     * @param pawl what it shows and steers; it is closed by who opened it, after this
     * @param host the address to listen at
     * @param port 0 for any that is free
     */
    public static PawlServer start(Pawl pawl, ServerOptions options, String host, int port) {
        Api api = new Api(pawl, options, Gate.LOCAL);
        Javalin javalin = Javalin.create(api::into);
        javalin.start(host, port);
        return new PawlServer(api, javalin, host);
    }

    /** The same as a servlet for a container, with async support; its routes begin at the root of the server. */
    public static Servlet servlet(Pawl pawl, ServerOptions options) {
        return Javalin.create(new Api(pawl, options, Gate.LOCAL)::into).javalinServlet();
    }

    /** Where it is, as {@code http://127.0.0.1:7170}. */
    public String address() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    public int port() {
        return javalin.port();
    }

    /** Answers no more; runs go on. */
    @Override
    public void close() {
        api.close();
        javalin.stop();
    }
}
