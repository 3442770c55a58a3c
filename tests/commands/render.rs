//! One document to where it is wanted: a file, standard output, or a terminal, which a binary file would leave in disorder.

use crate::common::Tool;
use crate::common::screen::Screen;

#[test]
fn a_dash_is_standard_output_and_no_file() {
    let tool = Tool::new();
    tool.example("minimal");
    let render = ["render", "protocol", "--study", "minimal", "--date", crate::common::TODAY];
    let named = tool.run(&[&render[..], &["-o", "protocol.md"]].concat()).ended(0);
    assert!(named.stdout.is_empty(), "{}", named.stdout);
    let dash = tool.run(&[&render[..], &["-o", "-"]].concat()).ended(0);
    assert_eq!(dash.stdout, std::fs::read_to_string(tool.path("protocol.md")).unwrap());
    let bytes = tool.command(&[&render[..], &["--to", "docx", "-o", "-"]].concat()).output().unwrap();
    assert!(bytes.stdout.starts_with(b"PK"), "{}", String::from_utf8_lossy(&bytes.stderr));
    assert!(!tool.path("-").exists());
    tool.run(&[&render[..], &["-o", "./-"]].concat()).ended(0);
    assert!(tool.path("-").exists(), "a file that is really called so can still be named");
}

#[cfg(unix)]
#[test]
fn a_terminal_is_given_no_binary_file_but_a_name_to_write_it_to() {
    let tool = Tool::new();
    tool.example("minimal");
    for dash in [&[][..], &["-o", "-"]] {
        let words = [&["render", "protocol", "--study", "minimal", "--to", "docx"], dash].concat();
        let mut screen = Screen::start(&tool.path(""), &words, 30, 100, &[("NO_COLOR", "1")]);
        screen.wait("-o protocol.docx");
        assert_eq!(screen.ended(), 2);
        assert!(!screen.all().contains("PK"), "{}", screen.all());
    }
}
