// SPDX-License-Identifier: Apache-2.0
package dev.pawl.chaos;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is between one worker and the database. Cut, it is a black hole: nothing is refused and nothing arrives; what was on its
 * way arrives late, once it is mended, if its receiver is still there.
 */
final class Cable implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;
    private static final int BACKLOG = 64;

    private final int database;
    private final ServerSocket entrance;
    private final Set<Socket> workers = ConcurrentHashMap.newKeySet();
    private final Set<Socket> servers = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private boolean cut;

    /** A cable to the database at that port of this machine. */
    Cable(int database) throws IOException {
        this.database = database;
        this.entrance = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("cable").start(this::connect);
    }

    /** Where the worker finds the database. */
    int port() {
        return entrance.getLocalPort();
    }

    void cut() {
        lock.lock();
        try {
            cut = true;
        } finally {
            lock.unlock();
        }
    }

    void mend() {
        lock.lock();
        try {
            cut = false;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Breaks all connections, which both ends are told. */
    void reset() {
        workers.forEach(Cable::reset);
        servers.forEach(Cable::reset);
    }

    /** Still cut, the database gives up whom it hears nothing of; its locks are free then. */
    void giveUpIfCut() {
        if (isCut()) {
            servers.forEach(Cable::reset);
        }
    }

    private boolean isCut() {
        lock.lock();
        try {
            return cut;
        } finally {
            lock.unlock();
        }
    }

    private void connect() {
        while (!entrance.isClosed()) {
            try {
                Socket worker = entrance.accept();
                workers.add(worker);
                Thread.ofVirtual().start(() -> join(worker));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void join(Socket worker) {
        Socket server = new Socket();
        servers.add(server);
        try {
            await();
            worker.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), database));
            Thread.ofVirtual().start(() -> {
                forward(worker, server);
                close(worker, server);
            });
            forward(server, worker);
        } catch (IOException e) {
            reset(worker);
        }
        close(worker, server);
    }

    /** Until one side ends. Nobody hears of that while the cable is cut. */
    private void forward(Socket from, Socket to) {
        byte[] bytes = new byte[BUFFER];
        try {
            int length = from.getInputStream().read(bytes);
            while (length >= 0) {
                await();
                to.getOutputStream().write(bytes, 0, length);
                length = from.getInputStream().read(bytes);
            }
        } catch (IOException e) {
            // as good as its end
        }
        await();
    }

    private void await() {
        lock.lock();
        try {
            while (cut) {
                mended.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void close(Socket worker, Socket server) {
        workers.remove(worker);
        servers.remove(server);
        close(worker);
        close(server);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone all the same
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it was closed already
        }
        close(socket);
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        mend();
        reset();
    }
}
