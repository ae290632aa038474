// SPDX-License-Identifier: Apache-2.0
package dev.pawl.store.jdbc.internal.folder;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** File systems that reach over a network, by the name the system gives them. */
final class NetworkFileSystems {

    private static final Set<String> NAMES = Set.of(
            "9p",
            "acfs",
            "afpfs",
            "afs",
            "beegfs",
            "ceph",
            "cifs",
            "coda",
            "davfs",
            "gfs",
            "gfs2",
            "gpfs",
            "lustre",
            "ncpfs",
            "nfs",
            "nfs4",
            "ocfs2",
            "orangefs",
            "panfs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "webdav");

    private static final List<String> FUSE = List.of(
            "sshfs", "s3fs", "gcsfuse", "glusterfs", "rclone", "ceph", "davfs", "curlftpfs", "smb", "nfs", "juicefs");

    private NetworkFileSystems() {}

    static boolean isOne(String type) {
        String name = type.toLowerCase(Locale.ROOT);
        return NAMES.contains(name)
                || (name.startsWith("fuse.") && FUSE.stream().anyMatch(name.substring(5)::startsWith));
    }
}
