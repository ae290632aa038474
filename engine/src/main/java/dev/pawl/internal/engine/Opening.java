// SPDX-License-Identifier: Apache-2.0
package dev.pawl.internal.engine;

import dev.pawl.Pawl;
import dev.pawl.PawlOptions;
import dev.pawl.internal.attempt.LogSink;
import dev.pawl.internal.attempt.ThreadExecutor;
import dev.pawl.internal.commit.Committer;
import dev.pawl.internal.content.Values;
import dev.pawl.internal.journal.Folds;
import dev.pawl.internal.peer.HttpPeers;
import dev.pawl.internal.peer.Peers;
import dev.pawl.spi.RunStore;
import dev.pawl.spi.StoreException;
import dev.pawl.spi.StoreProvider;
import dev.pawl.spi.WorkerInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens databases: finds the store, and puts an engine on it. */
public final class Opening {

    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private Opening() {}

    public static Pawl open(PawlOptions options) {
        return open(options, store(options));
    }

    public static Pawl open(PawlOptions options, RunStore store) {
        SystemEnv env = new SystemEnv(options.clock());
        Values values = new Values(store, options.maxPayload());
        Path folder = options.folder();
        LogSink log = folder == null ? new NoLog() : new LogFiles(folder.resolve("logs"), options.clock());
        String reach = options.reach();
        Peers peers = reach == null
                ? Peers.NONE
                : new HttpPeers(reach, Processes.mark(ProcessHandle.current().pid()), env.blocking(), env::now);
        return new Engine(new Parts(
                options,
                env,
                store,
                new Folds(store),
                values,
                new Committer(store, env),
                log,
                new ThreadExecutor(env.blocking()),
                env,
                peers));
    }

    static WorkerInfo thisProcess(Parts parts, @Nullable String address) {
        String host = host();
        String name = parts.options().workerName();
        long pid = ProcessHandle.current().pid();
        return new WorkerInfo(
                parts.env().newId(),
                name == null ? host : name,
                host,
                pid,
                parts.env().now(),
                Processes.mark(pid),
                address);
    }

    private static RunStore store(PawlOptions options) {
        for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
            if (provider.accepts(options.url())) {
                return provider.open(options.url(), options.clock());
            }
        }
        throw new StoreException(
                StoreException.Kind.BROKEN,
                "no store opens this database; put pawl-store-jdbc on the class path, and look at the URL",
                null);
    }

    /** The first that has a use for them. */
    public static RunStore store(DataSource source) {
        for (StoreProvider provider : ServiceLoader.load(StoreProvider.class)) {
            RunStore store = provider.open(source);
            if (store != null) {
                return store;
            }
        }
        throw new StoreException(
                StoreException.Kind.BROKEN,
                "no store works on connections of an application; put pawl-store-jdbc on the class path",
                null);
    }

    /** A look-up by name can take seconds where a network is half there. */
    private static String host() {
        try {
            return Files.exists(HOST_NAME)
                    ? Files.readString(HOST_NAME).strip()
                    : InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
