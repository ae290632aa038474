// SPDX-License-Identifier: Apache-2.0
package dev.pawl.cli;

import picocli.CommandLine.IVersionProvider;

/** Which Pawl this is. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"pawl " + number(), "Java " + Runtime.version() + ", " + System.getProperty("os.name")};
    }

    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
