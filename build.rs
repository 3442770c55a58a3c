//! Puts the packs of `guidelines/` into a form that the program reads without a YAML parser.
//!
//! The YAML itself is embedded as well: it is what people read, lint and hash. A test holds that both say the same.

#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=guidelines");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    gather(Path::new("guidelines"), &mut files)?;
    files.sort();
    let mut code = String::from(
        "/// Pack, path inside it, and what stands there as JSON.\nstatic READY: &[(&str, &str, &str)] = &[\n",
    );
    for file in &files {
        let inside = file.strip_prefix("guidelines")?.to_string_lossy().replace('\\', "/");
        let Some((pack, path)) = inside.split_once('/') else { continue };
        let text = fs::read_to_string(file)?;
        let value: serde_json::Value =
            serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        writeln!(code, "    ({pack:?}, {path:?}, {:?}),", value.to_string())?;
    }
    code.push_str("];\n");
    fs::write(Path::new(&std::env::var("OUT_DIR")?).join("packs.rs"), code)?;
    Ok(())
}

fn gather(folder: &Path, into: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, into)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            into.push(path);
        }
    }
    Ok(())
}
