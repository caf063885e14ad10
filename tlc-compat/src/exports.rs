//! What a run is asked to leave in files: the state graph (`-dump`) and the counterexample (`-dumpTrace`).

use crate::report::dot::{DotGraph, DotOptions};
use crate::report::dump::StateList;
use crate::report::graph::GraphDrawing;
use crate::report::svg::SvgGraph;

/// The files that a run shall write.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Exports {
    /// The state graph.
    pub graph: Option<GraphExport>,
    /// The counterexample, if there is one.
    pub traces: Vec<TraceExport>,
}

/// A file for the state graph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GraphExport {
    /// The file.
    pub path: String,
    /// How it is drawn.
    pub format: GraphFormat,
    /// When the search finds an error, the file is also copied to this one: `-dump dot,snapshot`.
    pub snapshot: Option<String>,
}

/// How a state graph is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GraphFormat {
    /// TLC's list of states.
    States,
    /// GraphViz.
    Dot(DotOptions),
    /// A picture.
    Svg,
}

impl GraphFormat {
    /// A drawing that is empty so far.
    pub fn drawing(self) -> Box<dyn GraphDrawing> {
        match self {
            Self::States => Box::new(StateList::default()),
            Self::Dot(options) => Box::new(DotGraph::new(options)),
            Self::Svg => Box::new(SvgGraph::default()),
        }
    }
}

/// A file for the counterexample.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TraceExport {
    /// The file.
    pub path: String,
    /// How it is written.
    pub format: TraceFormat,
}

/// How a counterexample is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TraceFormat {
    /// TLC's JSON.
    Json,
    /// A module.
    Tla,
    /// GraphViz.
    Dot,
    /// Apalache's format.
    Itf,
}

/// The word that stands for the folder of TLC's own files.
const META: &str = "${metadir}";

impl Exports {
    /// Puts `folder` in the place of `${metadir}`.
    pub(crate) fn place_metadir(&mut self, folder: &str) {
        let paths = self.graph.iter_mut().map(|graph| &mut graph.path);
        for path in paths.chain(self.traces.iter_mut().map(|trace| &mut trace.path)) {
            *path = path.replace(META, folder);
        }
        if let Some(graph) = &mut self.graph {
            graph.snapshot = graph.snapshot.take().map(|path| path.replace(META, folder));
        }
    }
}

/// Reads the words of `-dump`: a format and a file, or a file alone. `next` gives the following word.
pub(crate) fn dump(word: &str, next: &mut dyn FnMut() -> Option<String>) -> Result<GraphExport, String> {
    let mut words = word.split(',');
    match words.next() {
        Some("dot") => {}
        Some("class") => {
            return Err("The format class of option -dump loads a Java class: tern has none.".to_owned());
        }
        _ => {
            return Ok(GraphExport {
                path: with_extension(word, ".dump"),
                format: GraphFormat::States,
                snapshot: None,
            });
        }
    }
    let mut options = DotOptions::default();
    let mut snapshot = false;
    for word in words {
        match word {
            "colorize" => options.colorize = true,
            "actionlabels" => options.action_labels = true,
            "constrained" => options.constrained = true,
            "stuttering" => options.stuttering = true,
            "snapshot" => snapshot = true,
            // What is written is always a strict digraph.
            "strict" => {}
            _ => {
                return Err(format!(
                    "Expect colorize, actionlabels, constrained, stuttering, snapshot or strict after -dump dot. \
                     But encountered {word}"
                ));
            }
        }
    }
    let file = next().ok_or("A file name for dumping states required.")?;
    let path = with_extension(&file, ".dot");
    let snapshot = snapshot.then(|| format!("{}_snapshot.dot", path.trim_end_matches(".dot")));
    Ok(GraphExport { path, format: GraphFormat::Dot(options), snapshot })
}

/// Reads the words of `-dumpTrace`: a format and a file.
pub(crate) fn dump_trace(
    word: &str,
    next: &mut dyn FnMut() -> Option<String>,
) -> Result<TraceExport, String> {
    let refused =
        |why: &str| Err(format!("The format {word} of option -dumpTrace is not supported by tern: {why}."));
    let format = match word {
        "json" => TraceFormat::Json,
        "tla" => TraceFormat::Tla,
        "dot" => TraceFormat::Dot,
        "tlc" | "tlcplain" => {
            return refused("it is TLC's binary form of values, which only TLC reads; use json or tla");
        }
        "tlcTESpec" | "tlcaction" => {
            return refused("trace-exploration modules are not generated; use tla");
        }
        _ => {
            return Err(format!("Unknown format {word} given to -dumpTrace."));
        }
    };
    let path = next().ok_or("A format and a file required to -dumpTrace.")?;
    Ok(TraceExport { path, format })
}

/// TLC adds the extension where it is missing.
fn with_extension(file: &str, extension: &str) -> String {
    if file.ends_with(extension) { file.to_owned() } else { format!("{file}{extension}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<GraphExport, String> {
        let mut words = line.split(' ').map(str::to_owned);
        dump(&words.next().unwrap_or_default(), &mut || words.next())
    }

    #[test]
    fn the_extension_is_added_where_it_is_missing() {
        assert_eq!(read("states").map(|graph| graph.path), Ok("states.dump".to_owned()));
        assert_eq!(read("states.dump").map(|graph| graph.path), Ok("states.dump".to_owned()));
        assert_eq!(read("dot graph.dot").map(|graph| graph.path), Ok("graph.dot".to_owned()));
    }

    #[test]
    fn words_after_dot_are_options() {
        let graph = read("dot,colorize,snapshot,strict g").expect("the words are known");
        assert_eq!(graph.format, GraphFormat::Dot(DotOptions { colorize: true, ..DotOptions::default() }));
        assert_eq!((graph.path.as_str(), graph.snapshot.as_deref()), ("g.dot", Some("g_snapshot.dot")));
        assert!(read("dot,colourful g").is_err_and(|why| why.contains("colourful")));
        assert!(read("dot").is_err_and(|why| why.contains("file name")));
        assert!(read("class,X g").is_err_and(|why| why.contains("Java class")));
    }

    #[test]
    fn formats_of_traces_that_only_tlc_reads_are_refused_by_name() {
        for format in ["tlc", "tlcplain", "tlcTESpec", "tlcaction", "xml"] {
            let refused = dump_trace(format, &mut || Some("f".to_owned()));
            assert!(refused.is_err_and(|why| why.contains(format)), "{format}");
        }
        let json = dump_trace("json", &mut || Some("f".to_owned()));
        assert_eq!(json, Ok(TraceExport { path: "f".to_owned(), format: TraceFormat::Json }));
    }

    #[test]
    fn the_folder_of_tlcs_files_is_put_in_its_place() {
        let graph = read("dot,snapshot ${metadir}/g").expect("the words are known");
        let mut exports = Exports { graph: Some(graph), traces: Vec::new() };
        exports.place_metadir("m");
        let graph = exports.graph.expect("it is still there");
        assert_eq!((graph.path.as_str(), graph.snapshot.as_deref()), ("m/g.dot", Some("m/g_snapshot.dot")));
    }
}
