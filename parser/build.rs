//! Turns `src/grammar.lalrpop` into the parser's tables, in the build's output folder.

fn main() {
    let result = lalrpop::Configuration::new().use_cargo_dir_conventions().process();
    if let Err(error) = result {
        // LALRPOP has printed the conflict or mistake itself.
        println!("cargo::error=the grammar could not be processed: {error}");
        std::process::exit(1);
    }
}
