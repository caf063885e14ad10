//! The liveness corpus: `tests/liveness/<Module>/` holds a module, `cases.toml` and what TLC answered.
//!
//! A case is a specification of the module, properties and options. `cases.toml` is written by hand and lists them as
//! products; `answers.toml` is written by the recorder.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One module with all its cases.
pub(crate) struct Model {
    pub(crate) module: String,
    pub(crate) folder: PathBuf,
    pub(crate) cases: Vec<Case>,
}

/// One run.
pub(crate) struct Case {
    /// `Specification/Properties`, and the name of the group if it has one.
    pub(crate) name: String,
    /// The text of the configuration.
    pub(crate) config: String,
    pub(crate) args: Vec<String>,
    /// The right answer, if it is not TLC's.
    pub(crate) right: Option<u8>,
}

/// What a run answered.
#[derive(Serialize, Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recorded {
    /// The exit status.
    pub(crate) exit: i32,
    /// Generated and distinct states, and states that were left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) counts: Option<[u64; 3]>,
    /// How the behaviour that was shown ends: `stutters`, or `back to 2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) shows: Option<String>,
}

pub(crate) type Answers = BTreeMap<String, Recorded>;

/// `cases.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CasesFile {
    /// Lines that all configurations have.
    #[serde(default)]
    config: String,
    group: Vec<Group>,
    #[serde(default)]
    right: Vec<Right>,
}

/// All pairs of a specification and an entry of properties.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    /// Tells cases of this group from those of others.
    name: Option<String>,
    specs: Vec<String>,
    /// Names; an entry of several names is one case with several properties.
    properties: Vec<String>,
    #[serde(default)]
    config: String,
    #[serde(default)]
    args: Vec<String>,
}

/// Cases where TLC 2.15 is not the reference.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Right {
    cases: Vec<String>,
    exit: u8,
    /// The proof, for readers.
    #[serde(rename = "why")]
    _why: String,
}

impl Model {
    /// All models, in the order of their names.
    pub(crate) fn all() -> std::io::Result<Vec<Self>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/liveness");
        let mut folders: Vec<PathBuf> =
            std::fs::read_dir(root)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        folders.sort();
        folders.into_iter().map(Self::read).collect()
    }

    fn read(folder: PathBuf) -> std::io::Result<Self> {
        let module = folder.file_name().expect("it was listed").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(folder.join("cases.toml"))?;
        let fault = |message: String| std::io::Error::other(format!("{module}/cases.toml: {message}"));
        let file: CasesFile = toml::from_str(&text).map_err(|error| fault(error.to_string()))?;
        let mut cases = Vec::new();
        for group in &file.group {
            for spec in &group.specs {
                cases.extend(
                    group.properties.iter().map(|properties| group.case(spec, properties, &file.config)),
                );
            }
        }
        for right in &file.right {
            for name in &right.cases {
                let case = cases.iter_mut().find(|case| case.name == *name);
                case.ok_or_else(|| fault(format!("there is no case {name}")))?.right = Some(right.exit);
            }
        }
        let names: std::collections::BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
        if names.len() < cases.len() {
            return Err(fault("two cases have one name".to_owned()));
        }
        Ok(Self { module, folder, cases })
    }

    /// What TLC answered.
    pub(crate) fn answers(&self) -> std::io::Result<Answers> {
        let text = std::fs::read_to_string(self.folder.join("answers.toml"))?;
        toml::from_str(&text)
            .map_err(|error| std::io::Error::other(format!("{}/answers.toml: {error}", self.module)))
    }
}

impl Group {
    fn case(&self, spec: &str, properties: &str, common: &str) -> Case {
        let name = match &self.name {
            Some(group) => format!("{spec}/{properties}/{group}"),
            None => format!("{spec}/{properties}"),
        };
        let config = format!("SPECIFICATION {spec}\nPROPERTY {properties}\n{common}\n{}\n", self.config);
        Case { name, config, args: self.args.clone(), right: None }
    }
}

impl Recorded {
    /// Reads the text of a run.
    pub(crate) fn read(exit: i32, text: &str) -> Self {
        let mut recorded = Self { exit, counts: None, shows: None };
        for line in text.lines() {
            if line.contains(" states left on queue.") && !line.starts_with("Progress") {
                let numbers: Vec<u64> =
                    line.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
                recorded.counts = numbers.first_chunk::<3>().copied();
            } else if let Some(rest) = line.strip_prefix("Back to state ") {
                let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
                recorded.shows = Some(format!("back to {number}"));
            } else if line.ends_with(": Stuttering") {
                recorded.shows = Some("stutters".to_owned());
            }
        }
        recorded
    }
}
