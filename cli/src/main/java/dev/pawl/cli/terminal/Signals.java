// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli.terminal;

import java.lang.reflect.Proxy;

/**
 * Signals of the operating system. The JDK has no supported way to hear them twice, as a second Ctrl-C needs; what it has
 * ({@code sun.misc.Signal}) is reached by name, and where it is missing the JVM just ends.
 */
final class Signals {

    private Signals() {}

    /** Calls back each time that signal arrives, instead of what the JVM would do; says whether it will. */
    static boolean on(String name, Runnable callback) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (!method.getName().equals("handle")) {
                            throw new UnsupportedOperationException(method.getName());
                        }
                        callback.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
