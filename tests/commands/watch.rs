//! `assent packet --watch` and `--open`: the packet made again while somebody edits, and shown with the system's program.
#![cfg(unix)]

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use std::time::Instant;

use crate::common::Tool;

/// How long a packet may take to come: two busy cores, an unoptimised build.
const PATIENCE: Duration = Duration::from_secs(240);

const STUDY: &str = "assent: 1
study:
  id: harbour
  title: What helpline workers in an invented town need
";

/// A watcher at work, with what it says, line by line.
struct Watching {
    child: Child,
    lines: Receiver<String>,
    talk: Receiver<String>,
    said: String,
}

impl Watching {
    fn start(tool: &Tool, words: &[&str]) -> Self {
        let mut child = tool.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let lines = lines_of(child.stdout.take().unwrap());
        let talk = lines_of(child.stderr.take().unwrap());
        let mut watching = Self { child, lines, talk, said: String::new() };
        // The first packet is told, then that it is being watched; the two streams come in any order.
        watching.wait("Draft packet ");
        let first = watching.talk.recv_timeout(PATIENCE).unwrap();
        assert!(first.starts_with("Watching ."), "{first}");
        watching
    }

    /// Waits until a line of the result has this text.
    #[track_caller]
    fn wait(&mut self, text: &str) {
        let begun = Instant::now();
        loop {
            let line = self.lines.recv_timeout(Duration::from_millis(100));
            if let Ok(line) = line {
                self.said.push_str(&line);
                self.said.push('\n');
                if line.contains(text) {
                    return;
                }
            }
            assert!(begun.elapsed() < PATIENCE, "`{text}` is not said:\n{}", self.said);
        }
    }

    /// Presses Ctrl-C and gives the status.
    fn interrupt(mut self) -> Option<i32> {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

/// The lines of a stream, as they come.
fn lines_of(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (tell, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let _ = tell.send(line);
        }
    });
    lines
}

fn index(packet: &Path) -> String {
    fs::read_to_string(packet.join("index.html")).unwrap()
}

#[test]
fn a_saved_study_yields_a_new_packet_and_a_broken_one_leaves_the_old() {
    let tool = Tool::new();
    let study = tool.write("study.yaml", STUDY);
    let mut watching = Watching::start(&tool, &["packet", "--watch", "--to", "html", "--date", "2026-06-01"]);
    let packet = tool.path("packet");
    assert!(index(&packet).contains("What helpline workers in an invented town need"));
    assert!(watching.said.contains("decision-missing"), "{}", watching.said);

    fs::write(&study, STUDY.replace("helpline workers", "shelter workers")).unwrap();
    watching.wait("Draft packet ");
    let second = index(&packet);
    assert!(second.contains("What shelter workers in an invented town need"));

    fs::write(&study, "assent: 1\nstudy: [\n").unwrap();
    watching.wait("cannot be read like this");
    assert!(watching.said.contains("error["), "{}", watching.said);
    assert_eq!(index(&packet), second, "the last good packet stays");

    // Saved as careful editors do: written beside, then put in place.
    let beside = tool.write(".study.yaml.new", STUDY.replace("helpline workers", "teachers"));
    fs::rename(beside, &study).unwrap();
    watching.wait("Draft packet ");
    assert!(index(&packet).contains("What teachers in an invented town need"));
    assert!(watching.said.contains("mended: "), "{}", watching.said);

    // The study's own wording, in a folder that was not there before.
    let ejected = tool.run(&["templates", "eject", "cover"]).ended(0);
    assert!(!ejected.stdout.is_empty() || !ejected.stderr.is_empty());
    let template = tool.path("templates/cover/en.md");
    let text = fs::read_to_string(&template).unwrap();
    fs::write(&template, format!("{text}\nA sentence of our own.\n")).unwrap();
    let begun = Instant::now();
    let cover = packet.join("documents/cover.html");
    while !fs::read_to_string(&cover).is_ok_and(|cover| cover.contains("A sentence of our own.")) {
        assert!(begun.elapsed() < PATIENCE, "the cover does not change");
        std::thread::sleep(Duration::from_millis(20));
    }

    assert_eq!(watching.interrupt(), Some(130));
    tool.run(&["verify", "packet"]).ended(0);
    let left: Vec<String> = fs::read_dir(tool.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with(".packet-"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn at_no_moment_is_there_no_packet() {
    let tool = Tool::new();
    let study = tool.write("study.yaml", STUDY);
    let mut watching = Watching::start(&tool, &["packet", "--watch", "--to", "html", "--date", "2026-06-01"]);
    let page = tool.path("packet/index.html");
    let (stop, stopped) = mpsc::channel::<()>();
    let reader = std::thread::spawn(move || {
        let (mut reads, mut torn) = (0, 0);
        while stopped.try_recv() == Err(mpsc::TryRecvError::Empty) {
            reads += 1;
            torn += usize::from(!fs::read_to_string(&page).is_ok_and(|page| page.trim_end().ends_with("</html>")));
        }
        (reads, torn)
    });
    for round in 0..5 {
        fs::write(&study, format!("{STUDY}  version: \"{round}\"\n")).unwrap();
        watching.wait("Draft packet ");
    }
    drop(stop);
    let (reads, torn) = reader.join().unwrap();
    assert!(reads > 0);
    assert_eq!(torn, 0, "of {reads} looks at the page");
    assert_eq!(watching.interrupt(), Some(130));
}

#[test]
fn a_final_packet_is_not_made_while_somebody_edits() {
    let ran = Tool::new().run(&["packet", "--watch", "--final"]).ended(2);
    assert!(ran.stderr.contains("cannot be used with"), "{}", ran.stderr);
}

/// A program that notes what it was asked to open.
fn opener(tool: &Tool, script: &str) {
    let path = tool.write("bin/xdg-open", script);
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn open_shows_the_index_and_says_where_it_could_not() {
    let tool = Tool::new();
    tool.write("study.yaml", STUDY);
    opener(&tool, "#!/bin/sh\necho \"$1\" > opened.part && mv opened.part opened\n");
    let path = format!("{}:{}", tool.path("bin").display(), std::env::var("PATH").unwrap_or_default());
    let words = ["packet", "--open", "--to", "html", "--date", "2026-06-01"];
    let ran = tool.command(&words).env("PATH", path).output().unwrap();
    assert_eq!(ran.status.code(), Some(0));
    let begun = Instant::now();
    while !tool.path("opened").is_file() {
        assert!(begun.elapsed() < PATIENCE, "nothing was opened");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(fs::read_to_string(tool.path("opened")).unwrap().trim(), "./packet/index.html");

    let ran = tool.command(&words).env("PATH", tool.path("nothing")).output().unwrap();
    let stderr = String::from_utf8(ran.stderr).unwrap();
    assert!(stderr.contains("open it with a browser by hand"), "{stderr}");
    assert_eq!(ran.status.code(), Some(0), "the packet is there");
}
