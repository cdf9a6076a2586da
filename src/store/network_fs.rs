//! Whether a file lies on a network file system, where SQLite's write-ahead log does not work
//! (<https://www.sqlite.org/wal.html>, "Disadvantages").

use std::path::Path;

/// File systems whose files other machines may have open.
const NETWORK: [&str; 17] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "lustre",
    "gpfs",
    "beegfs",
    "ceph",
    "glusterfs",
    "fuse.sshfs",
    "fuse.glusterfs",
    "fuse.ceph",
    "fuse.rclone",
    "ncpfs",
];

/// Whether `path` lies on a network file system, according to Linux's `/proc/self/mounts`; `false` elsewhere.
pub(super) fn is_on_network(path: &Path) -> bool {
    std::fs::read_to_string("/proc/self/mounts").is_ok_and(|mounts| mounted_from_network(&mounts, path))
}

/// The mount that holds `path` is the longest mount point that it begins with; of equal ones the last.
fn mounted_from_network(mounts: &str, path: &Path) -> bool {
    let mut held_by = (0, "");
    for line in mounts.lines() {
        let mut fields = line.split(' ');
        let (Some(_), Some(point), Some(kind)) = (fields.next(), fields.next(), fields.next()) else { continue };
        // Blanks in mount points are octal escapes (proc(5)).
        let point = point.replace("\\040", " ");
        if path.starts_with(&point) && point.len() >= held_by.0 {
            held_by = (point.len(), kind);
        }
    }
    NETWORK.contains(&held_by.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_mount_point_decides() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\nserver:/home /home nfs4 rw 0 0\ntmpfs /home/me/.cache tmpfs rw 0 0\n\
                      //nas/share /mnt/lab\\040share cifs rw 0 0\n";
        assert!(mounted_from_network(mounts, Path::new("/home/me/ibid/store-v1.sqlite")));
        assert!(!mounted_from_network(mounts, Path::new("/home/me/.cache/ibid/store-v1.sqlite")));
        assert!(!mounted_from_network(mounts, Path::new("/homestead/store-v1.sqlite")));
        assert!(mounted_from_network(mounts, Path::new("/mnt/lab share/store-v1.sqlite")));
    }
}
