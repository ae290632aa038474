// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import java.io.PrintStream;

/** Where the process starts. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        if (args.length == 1 && args[0].equals("--version")) {
            out.println("pawl " + version());
            return 0;
        }
        String usage = "usage: pawl [--version | --help]";
        if (args.length == 0 || args[0].equals("--help")) {
            out.println(usage);
            return 0;
        }
        err.println("pawl: unknown command '" + args[0] + "'; " + usage);
        return 2;
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
