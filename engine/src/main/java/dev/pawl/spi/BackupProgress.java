// SPDX-License-Identifier: Apache-2.0
package dev.pawl.spi;

/** Hears how far a backup is. */
@FunctionalInterface
public interface BackupProgress {

    /**
     * So much is written.
     *
     * @param bytes of the copy so far
     * @param most what it will have at most
     */
    void written(long bytes, long most);
}
