// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.peer;

import com.sun.net.httpserver.HttpServer;
import dev.pawl.RunView;
import dev.pawl.spi.ProcessMark;
import dev.pawl.spi.WorkerInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks and answers over HTTP, on a port that is free. Thread-safe. */
public final class HttpPeers implements Peers {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPeers.class);

    /** Who is refused by a machine that is up is refused at once; of who is not, no more is waited for than this, in milliseconds. */
    private static final int SOON = 1000;

    private final String host;
    private final @Nullable ProcessMark me;
    private final Executor threads;
    private final InstantSource clock;
    private final Question question;
    private @Nullable HttpServer server;
    private @Nullable Reach reach;
    private boolean closed;

    /**
     * Does nothing yet.
     *
     * @param host a name or address of this machine by which other processes reach it
     * @param me what tells this process apart on its machine, where that is known
     * @param threads what runs answers
     * @param clock questions are asked and answered within some minutes
     */
    public HttpPeers(String host, @Nullable ProcessMark me, Executor threads, InstantSource clock) {
        this.host = host;
        this.me = me;
        this.threads = threads;
        this.clock = clock;
        this.question = new Question(SOON, clock);
    }

    @Override
    public synchronized @Nullable String listen(Function<UUID, @Nullable RunView> executed) {
        if (server == null && !closed) {
            try {
                begin(executed);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn(
                        "other processes cannot ask this one how its runs are, and look into the database instead: no port of {} can be listened to ({})",
                        host,
                        e.getMessage());
            }
        }
        return reach == null ? null : reach.written();
    }

    private void begin(Function<UUID, @Nullable RunView> executed) throws IOException {
        InetAddress here = InetAddress.getByName(host);
        if (host.isBlank() || here.isAnyLocalAddress() || here.isMulticastAddress()) {
            throw new UnknownHostException("no machine has it; give one by which others reach this one");
        }
        HttpServer made = HttpServer.create(new InetSocketAddress(here, 0), 0);
        String key = Seal.random();
        Reach there = Reach.of(made.getAddress(), key);
        made.createContext(Answers.RUNS, new Answers(key, clock, executed));
        made.setExecutor(threads);
        made.start();
        server = made;
        reach = there;
    }

    @Override
    public @Nullable RunView ask(WorkerInfo owner, UUID run) {
        Reach there = Reach.read(owner.address());
        return there == null || (there.local() && !onThisMachine(owner)) ? null : question.ask(there, run);
    }

    /** Where one listens for its own machine only, the same address here may be anybody's. */
    private boolean onThisMachine(WorkerInfo owner) {
        ProcessMark other = owner.process();
        return other != null
                && me != null
                && me.boot().equals(other.boot())
                && me.space().equals(other.space());
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            server.stop(0);
        }
    }
}
