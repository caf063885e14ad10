//! The only access to files and the environment.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tern_evaluator::program::WriteMode;
use tern_parser::library::{ModuleSource, STANDARD_PREFIX};

/// The variable with folders to look for modules in, separated as in PATH.
const PATH_VARIABLE: &str = "TLA_PATH";

/// A root module as a user names it: `dir/Spec`, `dir/Spec.tla`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SpecFile {
    /// The folder it stands in; empty for the current one.
    pub folder: PathBuf,
    /// The module's name.
    pub module: String,
}

impl SpecFile {
    /// Takes a path apart.
    pub fn new(path: &str) -> Self {
        let path = Path::new(path);
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let module = file.strip_suffix(".tla").unwrap_or(&file).to_owned();
        Self { folder: path.parent().map(Path::to_path_buf).unwrap_or_default(), module }
    }

    /// The module's file.
    pub fn path(&self) -> PathBuf {
        self.folder.join(format!("{}.tla", self.module))
    }

    /// Where its configuration is: beside the module under its name, or where `config` says, with or without
    /// `.cfg`, seen from the current folder or from the module's.
    pub fn config(&self, config: Option<&str>) -> PathBuf {
        let Some(config) = config else { return self.folder.join(format!("{}.cfg", self.module)) };
        let named = if config.ends_with(".cfg") || config.ends_with(".tla") {
            PathBuf::from(config)
        } else {
            PathBuf::from(format!("{config}.cfg"))
        };
        let candidates = [named.clone(), self.folder.join(&named), PathBuf::from(config)];
        candidates.into_iter().find(|path| path.is_file()).unwrap_or(named)
    }
}

/// The text of a file; bytes that are no UTF-8 are replaced, and a later stage complains where it matters.
pub fn read_text(path: &Path) -> io::Result<String> {
    let bytes = std::fs::read(path)?;
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

/// The path of a module to show: absolute, but for the modules that come with tern.
pub fn shown_path(name: &str) -> String {
    match std::path::absolute(name) {
        Ok(path) if !name.starts_with(STANDARD_PREFIX) => path.to_string_lossy().into_owned(),
        _ => name.to_owned(),
    }
}

/// Writes a file, with the folders that it is in.
pub fn write_text(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(path, text)
}

/// A new file, with the folders that it is in.
pub fn create(path: &Path) -> io::Result<io::BufWriter<std::fs::File>> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    Ok(io::BufWriter::new(std::fs::File::create(path)?))
}

/// Copies a file.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::copy(from, to).map(|_| ())
}

/// The bytes of a file.
pub fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Writes bytes to a file in some way; with the folders that it is in, if it may be created.
pub fn write_bytes(path: &Path, bytes: &[u8], mode: WriteMode) -> io::Result<()> {
    if mode.create || mode.create_new {
        path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    }
    let mut file = std::fs::OpenOptions::new()
        .write(!mode.append)
        .append(mode.append)
        .create(mode.create)
        .create_new(mode.create_new)
        .truncate(mode.truncate)
        .open(path)?;
    // In one piece, so that lines of several workers do not mix.
    file.write_all(bytes)
}

/// The environment variables whose names and values are Unicode.
pub fn environment() -> Vec<(String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

/// Modules from folders: the specification's own first, then those of the command line, then those of `TLA_PATH`.
#[derive(Clone, Debug)]
pub struct Library {
    folders: Vec<PathBuf>,
}

impl Library {
    /// The folders for a specification.
    pub fn new(spec: &SpecFile, libraries: &[PathBuf]) -> Self {
        let mut folders = vec![spec.folder.clone()];
        folders.extend_from_slice(libraries);
        if let Some(path) = std::env::var_os(PATH_VARIABLE) {
            folders.extend(std::env::split_paths(&path).filter(|folder| !folder.as_os_str().is_empty()));
        }
        Self { folders }
    }
}

impl ModuleSource for Library {
    fn load(&self, name: &str) -> Option<(String, String)> {
        self.folders.iter().find_map(|folder| {
            let path = folder.join(format!("{name}.tla"));
            let text = path.is_file().then(|| read_text(&path).ok())??;
            Some((path.to_string_lossy().into_owned(), text))
        })
    }

    fn places(&self) -> Vec<String> {
        let show = |folder: &PathBuf| match folder.as_os_str().is_empty() {
            true => ".".to_owned(),
            false => folder.to_string_lossy().into_owned(),
        };
        self.folders.iter().map(show).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_named_with_or_without_its_extension() {
        let spec = SpecFile::new("models/Lock.tla");
        assert_eq!((spec.folder.to_str(), spec.module.as_str()), (Some("models"), "Lock"));
        assert_eq!(spec, SpecFile::new("models/Lock"));
        assert_eq!(SpecFile::new("Lock").path(), PathBuf::from("Lock.tla"));
    }

    #[test]
    fn the_configuration_stands_beside_the_module_unless_the_user_says_otherwise() {
        let spec = SpecFile::new("models/Lock.tla");
        assert_eq!(spec.config(None), PathBuf::from("models/Lock.cfg"));
        assert_eq!(spec.config(Some("Small")), PathBuf::from("Small.cfg"));
        assert_eq!(spec.config(Some("Lock.tla")), PathBuf::from("Lock.tla"));
    }
}
