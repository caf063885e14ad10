//! Configurations inside module files: `---- CONFIG Name ----` up to `====`, which `-config Name.tla` reads.

/// The bytes between the CONFIG line of `name` and the line of `=` that ends it, if the text has such a block. A
/// block that is not ended runs to the end of the text.
pub fn embedded(text: &str, name: &str) -> Option<(usize, usize)> {
    let mut offset = 0;
    let mut start = None;
    for line in text.split_inclusive('\n') {
        let end = offset + line.len();
        match start {
            None if config_of(line) == Some(name) => start = Some(end),
            Some(start) if line.trim_start().starts_with("====") => return Some((start, offset)),
            _ => {}
        }
        offset = end;
    }
    start.map(|start| (start, text.len()))
}

/// The name on a line `---- CONFIG name ----`.
fn config_of(line: &str) -> Option<&str> {
    let line = line.trim();
    let rest = line.trim_start_matches('-');
    if line.len() - rest.len() < 4 {
        return None;
    }
    let mut parts = rest.trim_end_matches('-').split_whitespace();
    match (parts.next(), parts.next(), parts.next()) {
        (Some("CONFIG"), Some(name), None) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_of_the_named_configuration_is_found() {
        let text =
            "---- MODULE A ----\n====\n---- CONFIG B ----\nINIT X\n====\n---- CONFIG A ----\nINIT Y\n====\n";
        let (start, end) = embedded(text, "A").expect("the text has a configuration of this name");
        assert_eq!(&text[start..end], "INIT Y\n");
        assert_eq!(embedded(text, "C"), None);
    }

    #[test]
    fn a_block_without_end_runs_to_the_end() {
        let text = "---- CONFIG A ----\nINIT Y";
        assert_eq!(embedded(text, "A"), Some((19, text.len())));
    }
}
