//! Files for what does not fit into memory. They have no name: the system deletes them when they are closed, however
//! the process ends.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// A file that grows at its end and is read anywhere. Copies are the same file; the last one deletes it.
#[derive(Clone)]
pub(crate) struct ScratchFile(Arc<Mutex<Open>>);

struct Open {
    file: File,
    len: u64,
}

impl ScratchFile {
    /// A new file in the folder, which is made if it is not there.
    pub(crate) fn create(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let file = tempfile::tempfile_in(folder)?;
        Ok(Self(Arc::new(Mutex::new(Open { file, len: 0 }))))
    }

    /// Writes at the end; says where that was.
    pub(crate) fn append(&self, bytes: &[u8]) -> io::Result<u64> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let from = open.len;
        open.file.seek(SeekFrom::Start(from))?;
        open.file.write_all(bytes)?;
        open.len += bytes.len() as u64;
        Ok(from)
    }

    /// The bytes from `from` on: `len` of them, or fewer at the end of the file.
    pub(crate) fn read_up_to(&self, from: u64, len: usize) -> io::Result<Vec<u8>> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let len = open.len.saturating_sub(from).min(len as u64);
        let mut bytes = vec![0; len as usize];
        open.file.seek(SeekFrom::Start(from))?;
        open.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// The number of bytes.
    pub(crate) fn len(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len
    }
}
