//! Reads files: regular files alone, and no more of them than a limit.
//!
//! A pipe may never end and a device never does; both may keep a program waiting for ever. What comes through a pipe is read from
//! standard input, which a command line names `-`.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::OnceLock;

/// What names standard input in place of a file.
pub const STDIN: &str = "-";

/// The name of standard input in messages.
pub const STDIN_NAME: &str = "standard input";

/// The most of a manifest, an index of figures or another small file beside results [bytes].
pub const MOST_BESIDE: u64 = 256 * 1024 * 1024;

/// Whether a path of the command line names standard input.
pub fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == STDIN
}

/// Opens a regular file.
///
/// # Errors
/// What the file system refuses, and anything that is not a regular file, by what it is.
pub fn open(file: &Path) -> io::Result<File> {
    // Before it is opened: that may wait for somebody at the other end of a pipe.
    regular(&fs::metadata(file)?)?;
    let opened = File::open(file)?;
    regular(&opened.metadata()?)?;
    Ok(opened)
}

fn regular(data: &fs::Metadata) -> io::Result<()> {
    if data.is_file() {
        return Ok(());
    }
    if data.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let kind = kind(data.file_type());
    Err(io::Error::other(format!("it is {kind}, and only regular files are read; `-` names standard input")))
}

#[cfg(unix)]
fn kind(of: fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if of.is_fifo() {
        "a pipe"
    } else if of.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn kind(_: fs::FileType) -> &'static str {
    "a pipe or device"
}

/// Reads a regular file, but no more than tells that it has more than `most` bytes.
///
/// # Errors
/// Those of [`open`], and what the file system refuses.
pub fn beginning(file: &Path, most: u64) -> io::Result<Vec<u8>> {
    limited(open(file)?, most)
}

/// Reads standard input, but no more than tells that it has more than `most` bytes. It is read once; later calls get the bytes
/// of the first.
///
/// # Errors
/// What the system refuses.
pub fn stdin(most: u64) -> io::Result<Vec<u8>> {
    static READ: OnceLock<Result<Vec<u8>, io::ErrorKind>> = OnceLock::new();
    let read = READ.get_or_init(|| limited(io::stdin().lock(), most).map_err(|error| error.kind()));
    read.clone().map_err(io::Error::from)
}

fn limited(from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a regular file of UTF-8 with at most `most` bytes.
///
/// # Errors
/// Those of [`beginning`], a file that is larger, and one that is not UTF-8.
pub fn text(file: &Path, most: u64) -> io::Result<String> {
    let bytes = beginning(file, most)?;
    if bytes.len() as u64 > most {
        let mib = most / 1024 / 1024;
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than {mib} MiB")));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
        let scratch = tempfile::tempdir().expect("a folder");
        let file = scratch.path().join("file");
        fs::write(&file, "twelve bytes").expect("written");
        assert_eq!(text(&file, 12).expect("a text"), "twelve bytes");
        assert_eq!(text(&file, 11).expect_err("too large").kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(beginning(&file, 5).expect("bytes"), b"twelve");
        fs::write(&file, [0xff]).expect("written");
        assert_eq!(text(&file, 9).expect_err("no text").to_string(), "it is not UTF-8");
    }

    #[test]
    fn folders_and_devices_are_no_files() {
        let scratch = tempfile::tempdir().expect("a folder");
        assert_eq!(open(scratch.path()).expect_err("a folder").kind(), io::ErrorKind::IsADirectory);
        #[cfg(unix)]
        assert!(
            open(Path::new("/dev/zero"))
                .expect_err("a device")
                .to_string()
                .starts_with("it is a device, and")
        );
    }
}
