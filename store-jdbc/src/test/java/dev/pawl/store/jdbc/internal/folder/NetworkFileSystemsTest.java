// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkFileSystemsTest {

    @ParameterizedTest
    @CsvSource({
        "ext4, false", "xfs, false", "btrfs, false", "zfs, false", "tmpfs, false", "overlay, false", "apfs, false",
        "NTFS, false", "fuseblk, false", "fuse.ext2, false", "nfs, true", "nfs4, true", "cifs, true", "smb3, true",
        "smbfs, true", "9p, true", "ceph, true", "fuse.sshfs, true", "fuse.gcsfuse, true", "fuse.s3fs, true"
    })
    void locksAndSyncsHoldOnLocalDisks(String type, boolean network) {
        assertThat(NetworkFileSystems.isOne(type)).isEqualTo(network);
    }
}
