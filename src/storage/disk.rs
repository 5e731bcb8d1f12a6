//! The operations of a file system that writing needs, in one thin layer, so that a test can make any of them fail.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// What writes files and moves folders.
pub trait Disk {
    /// Makes a folder and those above it that are missing.
    ///
    /// # Errors
    /// What the file system refuses.
    fn create_dir_all(&self, folder: &Path) -> io::Result<()>;

    /// Begins a file, or empties it.
    ///
    /// # Errors
    /// What the file system refuses.
    fn create(&self, file: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Gives a file or folder another name; a file or an empty folder of that name is replaced.
    ///
    /// # Errors
    /// What the file system refuses.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives each of two folders the name of the other, at once: at every moment both names have a folder.
    ///
    /// # Errors
    /// What the file system refuses; [`io::ErrorKind::Unsupported`] where it cannot do that.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// What the file system refuses.
    fn remove_file(&self, file: &Path) -> io::Result<()>;

    /// Removes a folder with all that is in it.
    ///
    /// # Errors
    /// What the file system refuses.
    fn remove_dir_all(&self, folder: &Path) -> io::Result<()>;

    /// Returns once the names in a folder will outlast a loss of power.
    ///
    /// # Errors
    /// What the file system refuses.
    fn sync_dir(&self, folder: &Path) -> io::Result<()>;
}

/// A file that is being written.
pub trait DiskFile: Write {
    /// Returns once all that was written will outlast a loss of power.
    ///
    /// # Errors
    /// What the file system refuses.
    fn sync(&mut self) -> io::Result<()>;
}

/// The file system of the machine.
#[derive(Debug, Clone, Copy)]
pub struct RealDisk;

impl DiskFile for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

impl Disk for RealDisk {
    fn create_dir_all(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn create(&self, file: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(File::create(file)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(all(feature = "cli", any(target_os = "linux", target_os = "macos")))]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(|error| match error {
            // A kernel or file system that does not know the operation says so in one of these ways.
            Errno::INVAL | Errno::NOSYS | Errno::NOTSUP => io::ErrorKind::Unsupported.into(),
            other => other.into(),
        })
    }

    #[cfg(not(all(feature = "cli", any(target_os = "linux", target_os = "macos"))))]
    fn exchange(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn remove_file(&self, file: &Path) -> io::Result<()> {
        fs::remove_file(file)
    }

    fn remove_dir_all(&self, folder: &Path) -> io::Result<()> {
        fs::remove_dir_all(folder)
    }

    #[cfg(unix)]
    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        match File::open(folder)?.sync_all() {
            // Some file systems of networks and of other machines know no such thing for folders.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
            {
                Ok(())
            }
            done => done,
        }
    }

    #[cfg(not(unix))]
    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        // Folders cannot be opened there.
        Ok(())
    }
}

/// A file system whose calls fail from a chosen one on.
#[cfg(test)]
pub(crate) mod faulty {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::{Disk, DiskFile, Path, RealDisk, Write, io};

    /// How it fails.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub(crate) enum Fault {
        /// One call fails, as on a disk that is full for a moment.
        Once,
        /// All calls fail from then on, and nothing is cleaned up: as if the program was killed there.
        Dead,
    }

    /// A file system whose `at`-th call fails, counted from 1; `swaps` says whether it can exchange folders.
    #[derive(Debug, Clone)]
    pub(crate) struct FaultyDisk {
        pub(crate) at: usize,
        pub(crate) fault: Fault,
        pub(crate) swaps: bool,
        pub(crate) calls: Rc<Cell<usize>>,
    }

    impl FaultyDisk {
        pub(crate) fn new(at: usize, fault: Fault, swaps: bool) -> Self {
            Self { at, fault, swaps, calls: Rc::default() }
        }

        /// Whether the fault was reached.
        pub(crate) fn failed(&self) -> bool {
            self.calls.get() >= self.at
        }

        fn call(&self) -> io::Result<()> {
            self.calls.set(self.calls.get() + 1);
            let fails = match self.fault {
                Fault::Once => self.calls.get() == self.at,
                Fault::Dead => self.calls.get() >= self.at,
            };
            if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        }
    }

    struct FaultyFile {
        disk: FaultyDisk,
        file: Box<dyn DiskFile>,
    }

    impl Write for FaultyFile {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.disk.call()?;
            self.file.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            self.file.flush()
        }
    }

    impl DiskFile for FaultyFile {
        fn sync(&mut self) -> io::Result<()> {
            self.disk.call()?;
            self.file.sync()
        }
    }

    impl Disk for FaultyDisk {
        fn create_dir_all(&self, folder: &Path) -> io::Result<()> {
            self.call()?;
            RealDisk.create_dir_all(folder)
        }

        fn create(&self, file: &Path) -> io::Result<Box<dyn DiskFile>> {
            self.call()?;
            Ok(Box::new(FaultyFile { disk: self.clone(), file: RealDisk.create(file)? }))
        }

        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.call()?;
            RealDisk.rename(from, to)
        }

        fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
            if !self.swaps {
                return Err(io::ErrorKind::Unsupported.into());
            }
            self.call()?;
            RealDisk.exchange(one, other)
        }

        fn remove_file(&self, file: &Path) -> io::Result<()> {
            self.call()?;
            RealDisk.remove_file(file)
        }

        fn remove_dir_all(&self, folder: &Path) -> io::Result<()> {
            self.call()?;
            RealDisk.remove_dir_all(folder)
        }

        fn sync_dir(&self, folder: &Path) -> io::Result<()> {
            self.call()?;
            RealDisk.sync_dir(folder)
        }
    }
}
